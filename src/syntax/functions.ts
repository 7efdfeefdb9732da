import type { Node } from 'web-tree-sitter'

/** The functions at the top level of a file that bear this name: `chansend`, or `RWMutex.RLock` for a method. */
export function findFunctions(root: Node, name: string): readonly Node[] {
  return root.namedChildren.filter((node) => functionName(node) === name)
}

/** `chansend`, `RWMutex.RLock`; undefined for what is no function. Pointers and type parameters are left out. */
export function functionName(node: Node): string | undefined {
  const name = node.childForFieldName('name')?.text
  if (node.type === 'function_declaration') return name
  if (node.type !== 'method_declaration') return undefined
  const receiver = node.childForFieldName('receiver')?.descendantsOfType('type_identifier')[0]
  return receiver === undefined ? undefined : `${receiver.text}.${name}`
}
