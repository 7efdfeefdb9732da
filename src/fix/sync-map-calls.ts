import type { Node } from 'web-tree-sitter'

/** A call of a method of a sync.Map, and the statement that it is all of. */
export interface CallOf {
  readonly call: Node
  readonly method: Node
  readonly statement: { readonly node: Node }
  readonly receiver: string
  readonly key: string
  /** What is stored; empty for others. */
  readonly argument: string
  /** The names that receiver and key are written with. */
  readonly names: readonly string[]
  /** Of `v, ok := m.Load(k)`: where v stands, and its name when it is one. */
  readonly value: { readonly start: number; readonly end: number; readonly name?: string }
  readonly ok?: string
}

const statements = ['expression_statement', 'short_var_declaration']

/** The one call of a method on a line that is a statement, or is assigned by one. */
export function statementOfCall(root: Node, line: number, method: string): CallOf | undefined {
  const calls = root.descendantsOfType('call_expression').filter((node) => {
    const selector = node?.childForFieldName('function')
    return node?.startPosition.row === line - 1 && selector?.type === 'selector_expression' && selector.childForFieldName('field')?.text === method
  })
  const [call, another] = calls
  if (call === undefined || call === null || another !== undefined) return undefined
  const selector = call.childForFieldName('function')
  const [operand, name] = [selector?.childForFieldName('operand'), selector?.childForFieldName('field')]
  const [key, argument] = call.childForFieldName('arguments')?.namedChildren ?? []
  const statement = statementAround(call)
  if (!operand || !name || !key || statement === undefined) return undefined
  const [value, ok, more] = statement.childForFieldName('left')?.namedChildren ?? []
  if (more) return undefined
  return {
    call, method: name, statement: { node: statement }, receiver: operand.text, key: key.text, argument: argument?.text ?? '',
    names: [...operand.descendantsOfType('identifier'), ...key.descendantsOfType('identifier')].flatMap((node) => (node === null ? [] : [node.text])),
    value: value ? { start: value.startIndex, end: value.endIndex, ...(value.type === 'identifier' && value.text !== '_' && { name: value.text }) } : { start: call.startIndex, end: call.startIndex },
    ...(ok?.type === 'identifier' && ok.text !== '_' && { ok: ok.text }),
  }
}

function statementAround(call: Node): Node | undefined {
  const direct = call.parent?.type === 'expression_list' ? call.parent.parent : call.parent
  return direct !== null && direct !== undefined && statements.includes(direct.type) ? direct : undefined
}
