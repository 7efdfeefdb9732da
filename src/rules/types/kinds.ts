import type { Node } from 'web-tree-sitter'
import type { PackageFacts } from './declarations.ts'
import { typeOf, underlying } from './type-of.ts'

/** `unknown` is for the catalog of types to say, if there is one. */
export type Verdict = 'yes' | 'no' | 'unknown'

/** Maps of the standard library with a name of their own. */
const mapsByName: ReadonlySet<string> = new Set(['http.Header', 'url.Values', 'textproto.MIMEHeader', 'mail.Header', 'ast.CommentMap', 'expvar.Map'].filter((name) => name !== 'expvar.Map'))

const otherKinds: ReadonlySet<string> = new Set(['slice_type', 'array_type', 'struct_type', 'function_type', 'channel_type', 'interface_type', 'implicit_length_array_type'])

const basicTypes: ReadonlySet<string> = new Set([
  'string', 'int', 'int8', 'int16', 'int32', 'int64', 'uint', 'uint8', 'uint16', 'uint32', 'uint64', 'uintptr', 'bool', 'byte', 'rune', 'error', 'any',
  'float32', 'float64', 'complex64', 'complex128',
])

export function isMap(expression: Node, facts: PackageFacts): Verdict {
  return isMapType(typeOf(expression, facts), facts)
}

export function isMapType(type: Node | undefined, facts: PackageFacts): Verdict {
  const under = underlying(type, facts)
  if (under === undefined) return 'unknown'
  if (under.type === 'map_type') return 'yes'
  if (otherKinds.has(under.type)) return 'no'
  if (under.type === 'qualified_type') return mapsByName.has(under.text) ? 'yes' : 'unknown'
  return under.type === 'type_identifier' && basicTypes.has(under.text) ? 'no' : 'unknown'
}

/** Whether an expression is of a type with this name, such as `sync.Map`, also behind a pointer. */
export function isNamed(expression: Node, names: readonly string[], facts: PackageFacts): Verdict {
  const type = typeOf(expression, facts)
  if (type === undefined) return 'unknown'
  return names.includes(type.text) ? 'yes' : 'no'
}
