import type { Construct } from './construct.ts'

const variables = ['identifier', 'selector_expression', 'index_expression', 'unary_expression']

/** `cfg.data` becomes a call that reads the variable: it is read there and then, as nothing that synchronises follows. */
export const load: Construct = {
  confirms: ({ type }) => variables.includes(type),
  changes: (_, call) => ({ before: `${call('MapsanTell')}(${call('MapsanLoad')}(&`, after: '))' }),
}
