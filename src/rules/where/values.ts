/** What is stored: whether it matters which of two it is. */
import type { Node } from 'web-tree-sitter'
import { localOf } from '../types/scope.ts'
import type { PackageFacts } from '../types/declarations.ts'
import { typeOf, underlying } from '../types/type-of.ts'
import { declarationAround } from './around.ts'
import { capture, nodeOf, predicate } from './predicate.ts'

const openers = /(^|\.)(dial|open|start|connect|listen|spawn|launch|acquire|create)\w*$/i

/** What has a state of its own: to lose one of two is to lose what was put there. */
const stateful = /\b(sync|atomic)\.|\bmap\[|\bchan\b|\bcontext\.CancelFunc\b/

export const values = {
  /**
   * Two of it are not the same: something with a state, such as a map, a channel or a struct with a mutex, or what was opened; or
   * a mark by which the function tells who came first. What is computed from the key is the same whoever computes it.
   */
  'matters-which': predicate(capture, (name, match, { facts }) => {
    const node = nodeOf(match, name)
    return node !== undefined && (isNew(node, facts) || isMark(node))
  }),
}

function isNew(node: Node, facts: PackageFacts, depth = 0): boolean {
  switch (node.type) {
    case 'unary_expression':
    case 'composite_literal':
      return hasState(typeOf(node, facts), facts)
    case 'call_expression': {
      const name = node.childForFieldName('function')?.text ?? ''
      return openers.test(name) || ((name === 'make' || name === 'new') && hasState(typeOf(node, facts), facts))
    }
    case 'identifier': {
      const local = localOf(node)
      const value = assignedBefore(node) ?? local?.value ?? (local?.values?.index === 0 ? local.values.from : undefined)
      return value !== undefined && depth < 3 && isNew(value, facts, depth + 1)
    }
    default:
      return false
  }
}

/** What was last assigned to a variable before this place in the text. */
function assignedBefore(name: Node): Node | undefined {
  const assignments = declarationAround(name)?.descendantsOfType('assignment_statement') ?? []
  const last = assignments.findLast((one) => one.endIndex <= name.startIndex && one.childForFieldName('left')?.text === name.text)
  return last?.childForFieldName('right')?.namedChildren[0]
}

function hasState(type: Node | undefined, facts: PackageFacts): boolean {
  return stateful.test(type?.text ?? '') || stateful.test(underlying(type, facts)?.text ?? '')
}

/** `true` or `struct{}{}` in a function that answers with yes or no. */
function isMark(node: Node): boolean {
  const fn = declarationAround(node)
  return /^(true|struct\{\}\{\})$/.test(node.text.replace(/\s/g, '')) && fn?.childForFieldName('result')?.text === 'bool'
}
