/** What has come out of a sync.Map. */
import type { Node } from 'web-tree-sitter'
import { extend } from '../match.ts'
import { isMapType, isNamed } from '../types/kinds.ts'
import { localOf } from '../types/scope.ts'
import type { PackageFacts } from '../types/declarations.ts'
import { capture, nodeOf, predicate } from './predicate.ts'

const loads: ReadonlySet<string> = new Set(['Load', 'LoadOrStore', 'Swap'])

export const syncMap = {
  /** The map is a value of a sync.Map, taken out by a type assertion: there, or where its variable gets it. */
  'loaded-from-sync-map': predicate(capture, (name, match, { facts }) => {
    const node = nodeOf(match, name)
    const assertion = node && assertionOf(node)
    if (assertion === undefined || isMapType(assertion.childForFieldName('type') ?? undefined, facts) !== 'yes') return false
    const operand = assertion.childForFieldName('operand')
    const holder = operand && holderOf(operand, facts)
    if (!holder) return false
    return [extend(match, { words: { holder: holder.text, type: assertion.childForFieldName('type')?.text ?? 'map' }, nodes: { map: node } })]
  }),
}

function assertionOf(node: Node): Node | undefined {
  if (node.type === 'type_assertion_expression') return node
  if (node.type !== 'identifier') return undefined
  const local = localOf(node)
  const value = local?.value ?? (local?.values?.index === 0 ? local.values.from : undefined)
  return value?.type === 'type_assertion_expression' ? value : undefined
}

/** The sync.Map that a value was loaded from. */
function holderOf(value: Node, facts: PackageFacts): Node | undefined {
  const local = value.type === 'identifier' ? localOf(value) : undefined
  const call = local?.values?.index === 0 ? local.values.from : value
  const fn = call.type === 'call_expression' ? call.childForFieldName('function') : null
  const holder = fn?.type === 'selector_expression' && loads.has(fn.childForFieldName('field')?.text ?? '') ? fn.childForFieldName('operand') : null
  return holder && isNamed(holder, ['sync.Map'], facts) === 'yes' ? holder : undefined
}
