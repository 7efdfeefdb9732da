import type { Construct } from './construct.ts'

/** A call with type arguments can look like a conversion. */
const calls = ['call_expression', 'type_conversion_expression']

/** `cfg.data[key(x)]`: the variable is read right after the call of key. */
export const after: Construct = {
  confirms: ({ type, text }) => calls.includes(type) || (type === 'unary_expression' && text.startsWith('<-')),
  changes: ({ variable }, call) => ({ before: `${call('MapsanAfter')}(`, after: `, &${variable})` }),
}
