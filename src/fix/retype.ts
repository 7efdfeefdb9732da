import type { Node } from 'web-tree-sitter'
import type { Edit } from './edit.ts'
import type { Maker } from './facts.ts'
import { addressOf } from './next-map.ts'
import { behind } from './section.ts'
import type { Situation } from './strategy.ts'

/** The declaration as one of a pointer to a map, which is set wherever there is one; or why that cannot be. */
export function retypeVariable(situation: Situation): readonly Edit[] | string {
  const { variable: { retype, file, kind }, texts, syntax } = situation
  const source = texts.get(file) ?? ''
  const pointer = `atomic.Pointer[${retype.type}]`
  if (kind === 'package variable') return setInInit(situation, pointer, source)
  const edits: Edit[] = [{ file, start: retype.restStart, end: retype.restEnd, text: pointer }]
  for (const maker of retype.makers) {
    const tree = syntax.parse(texts.get(maker.file) ?? '')
    try {
      const made = tree.rootNode.hasError ? 'not understood with certainty' : setWhereMade(situation, maker, tree.rootNode)
      if (typeof made === 'string') return `at ${situation.show(maker.file, maker.line)} a ${situation.variable.owner} is made in a way in which its map cannot be set apart: ${made}`
      edits.push(...made)
    } finally {
      tree.delete()
    }
  }
  return edits
}

/** A variable of the package is set before other functions init, and before main. */
function setInInit({ variable, syntax }: Situation, pointer: string, source: string): readonly Edit[] | string {
  const { name, file, retype: { value, type, restStart, restEnd, single } } = variable
  const text = value === undefined ? `new(${type})` : addressOf(value, type, source)
  if (text === undefined) return `the type of ${name} is not that of its first value`
  const init = (argument: string): string => `\n\nfunc init() {\n${name}.Store(${argument})\n}`
  if (single && value?.how === 'literal') {
    const [before = '', after = ''] = init('&\0').split('\0')
    return [{ file, start: restStart, end: value.start, text: ` ${pointer}${before}` }, { file, start: value.end, end: value.end, text: after }]
  }
  if (value !== undefined && isUsedIn(variable.functions, file, value)) return `the first value of ${name} uses it`
  const tree = syntax.parse(source)
  try {
    let node: Node | null = tree.rootNode.descendantForIndex(restStart, restEnd)
    while (node !== null && node.type !== 'var_declaration') node = node.parent
    if (node === null) return `the declaration of ${name} is not understood with certainty`
    const at = behind(node.endIndex, source)
    return [{ file, start: restStart, end: restEnd, text: ` ${pointer}` }, { file, start: at, end: at, text: init(text) }]
  } finally {
    tree.delete()
  }
}

function setWhereMade({ variable, texts }: Situation, maker: Maker, root: Node): readonly Edit[] | string {
  const { name: field, owner, retype: { type } } = variable
  const { file, start, end, value, elementStart, elementEnd, names } = maker
  const source = texts.get(file) ?? ''
  const isName = value?.how === 'other' && value.why === '' && /^\w+$/.test(source.slice(value.start, value.end))
  if (value?.how === 'other' && !isName) return value.why === '' ? 'a call gives it' : value.why
  const argument = value === undefined ? `new(${type})` : isName ? `&${source.slice(value.start, value.end)}` : addressOf(value, type, source)
  if (argument === undefined) return 'its type is written in another way'
  if (value !== undefined && isUsedIn(variable.functions, file, value)) return 'what is set uses the map as well'
  const element = source.slice(elementStart, elementEnd)
  if (/\/[/*]/.test(element)) return 'there is a comment beside it'

  let literal = root.descendantForIndex(start, end)
  if (literal?.parent?.type === 'unary_expression') literal = literal.parent
  const list = literal?.parent
  const statement = list?.type === 'expression_list' ? list.parent : null
  if (literal === null || list === null || list === undefined || statement?.parent?.type !== 'statement_list') return 'it is no statement of its own'
  const removed: readonly Edit[] = elementEnd === 0 ? [] : [{ file, start: elementStart, end: elementEnd, text: '' }]
  if (statement.type === 'short_var_declaration' && list.namedChildCount === 1 && statement.childForFieldName('left')?.namedChildCount === 1) {
    const at = behind(statement.endIndex, source)
    return [...removed, { file, start: at, end: at, text: `\n${statement.childForFieldName('left')?.text ?? ''}.${field}.Store(${argument})` }]
  }
  const others = list.namedChildren.filter((one) => one !== null && one.id !== literal.id)
  if (statement.type !== 'return_statement' || others.some((one) => !['identifier', 'nil', 'true', 'false'].includes(one?.type ?? ''))) return 'it is neither declared nor returned by its statement'
  const made = [owner.charAt(0).toLowerCase(), owner.charAt(0).toLowerCase() + owner.slice(1), 'made'].find((name) => name !== owner && !names.includes(name))
  if (made === undefined) return 'there is no free name for it'
  const before = source.slice(list.startIndex, literal.startIndex)
  return [
    { file, start: statement.startIndex, end: literal.startIndex, text: `${made} := ` },
    ...removed,
    { file, start: literal.endIndex, end: literal.endIndex, text: `\n${made}.${field}.Store(${argument})\nreturn ${before}${made}` },
  ]
}

function isUsedIn(functions: Situation['variable']['functions'], file: string, { start, end }: { readonly start: number; readonly end: number }): boolean {
  return functions.some((fn) => fn.file === file && fn.accesses.some((access) => access.start >= start && access.end <= end))
}
