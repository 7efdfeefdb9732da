import type { Construct } from './construct.ts'

/** `len(m)`, which the compiler makes a load of, becomes a call. */
export const length: Construct = {
  confirms: ({ type, text, parent }) => type === 'identifier' && text === 'len' && parent?.type === 'call_expression',
  changes: (_, call) => ({ instead: call('MapsanLen') }),
}
