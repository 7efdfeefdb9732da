/** What stands around a piece of the source. */
import type { Node } from 'web-tree-sitter'

export function ancestors(node: Node): readonly Node[] {
  const found: Node[] = []
  for (let one = node.parent; one !== null; one = one.parent) found.push(one)
  return found
}

const functions: ReadonlySet<string> = new Set(['function_declaration', 'method_declaration', 'func_literal'])

export function isFunction({ type }: Node): boolean {
  return functions.has(type)
}

/** The function or closure around a node, the innermost first. */
export function functionsAround(node: Node): readonly Node[] {
  return ancestors(node).filter(isFunction)
}

export function declarationAround(node: Node): Node | undefined {
  return ancestors(node).find(({ type }) => type === 'function_declaration' || type === 'method_declaration')
}

/** The closure around a node that a go statement runs, and that statement. */
export function goroutineAround(node: Node): { readonly closure: Node; readonly statement: Node } | undefined {
  for (const closure of functionsAround(node)) {
    const call = closure.type === 'func_literal' ? closure.parent : null
    const statement = call?.type === 'call_expression' && call.childForFieldName('function')?.id === closure.id ? call.parent : null
    if (statement?.type === 'go_statement') return { closure, statement }
  }
  return undefined
}

/** The name of a method's receiver; undefined when it has none. */
export function receiverOf(fn: Node): { readonly name: string; readonly type: string } | undefined {
  const declaration = fn.childForFieldName('receiver')?.namedChildren[0]
  const name = declaration?.childForFieldName('name')?.text
  const type = declaration?.childForFieldName('type')?.descendantsOfType('type_identifier')[0]?.text
  return name === undefined || type === undefined ? undefined : { name, type }
}

/** Whether a function gets a request and answers it by itself. */
export function isHandler(fn: Node): boolean {
  const types = (fn.childForFieldName('parameters')?.namedChildren ?? []).map((one) => one.childForFieldName('type')?.text ?? '')
  if (types.some((type) => /^(\*gin\.Context|echo\.Context|\*fiber\.Ctx)$/.test(type))) return true
  return types.includes('http.ResponseWriter') && types.includes('*http.Request')
}

/** The comment that stands right before a declaration. */
export function docOf(declaration: Node): string {
  const lines: string[] = []
  let row = declaration.startPosition.row
  for (let node = declaration.previousNamedSibling; node?.type === 'comment' && node.endPosition.row >= row - 1; node = node.previousNamedSibling) {
    lines.unshift(node.text)
    row = node.startPosition.row
  }
  return lines.join('\n')
}

export function nameOf(declaration: Node): string {
  return declaration.childForFieldName('name')?.text ?? ''
}
