import type { Finding } from '../model/finding.ts'
import { displayPath, type ProgramOrigin } from '../model/origin.ts'
import { isLintRuleId, type LintRuleId } from '../model/rule.ts'
import type { GoSyntax } from '../syntax/go.ts'
import type { Choice } from './choose.ts'
import type { Group } from './group.ts'
import { loadAndDelete, loadOrStore, type TwoCalls } from './sync-map.ts'
import { compareAndSwap } from './sync-map-counter.ts'
import type { Proposal } from './strategy.ts'

/** Fixes for what lint rules say of a sync.Map: two calls become one. They need no facts about types. */
const bySyntax: Readonly<Partial<Record<LintRuleId, { readonly title: string; readonly since: number; readonly propose: (calls: TwoCalls) => Proposal }>>> = {
  'SYNC-001': { title: 'LoadOrStore', since: 9, propose: loadOrStore },
  'SYNC-002': { title: 'LoadAndDelete', since: 15, propose: loadAndDelete },
  'SYNC-003': { title: 'CompareAndSwap', since: 20, propose: compareAndSwap },
}

/** Why findings of a rule are explained only, where that can be said better than by its advice. */
const explained: Readonly<Partial<Record<LintRuleId, string>>> = {
  'SYNC-004': 'every goroutine that loads the key gets the same inner map, as an `any` that is asserted to be a map wherever it is used: no lock stands beside it, and the types do not say where else it is loaded. Store a pointer to a struct with a mutex and the map in it, assert that type at every Load, and hold the mutex around each use; or, where it is seldom changed, put a changed clone in its place with CompareAndSwap on a pointer to the map, since maps themselves cannot be compared',
}

/** Rules of which findings name a map, whose variable is looked at as for a race. */
function isAboutVariable(rule: LintRuleId): boolean {
  return rule.startsWith('MAP-')
}

/** Whether there are strategies for findings of a rule at all: each is judged by itself. */
export function mayBeFixed({ rule, map }: Finding): boolean {
  return isLintRuleId(rule) && (bySyntax[rule] !== undefined || isAboutVariable(rule) && map.expression !== undefined)
}

/** What findings of lint are about; each is mended by itself. Of a rule that no strategy is for, why not. */
export function groupOfLint(finding: Finding, origin: ProgramOrigin): Group {
  const { id, rule, accesses: [{ stack: [place] }], map: { expression }, lint } = finding
  const where = place === undefined ? '' : ` at ${displayPath(place.file, origin)}:${place.line}`
  const common = { key: `lint ${id}`, findings: [finding], subject: `${expression ?? lint?.title ?? 'what the rule found'} (${rule}${where})` }
  if (!isLintRuleId(rule)) return { ...common, why: 'it is no finding of a rule' }
  if (bySyntax[rule] !== undefined) return common
  if (!isAboutVariable(rule)) return { ...common, why: explained[rule] ?? `there is no strategy for findings of ${rule}: ${lint?.advice ?? ''}` }
  if (place === undefined || expression === undefined) return { ...common, why: 'which map it is about is not known' }
  return { ...common, use: { file: place.file, line: place.line, expression } }
}

export interface SyntaxRequest {
  readonly finding: Finding
  readonly texts: ReadonlyMap<string, string>
  readonly syntax: GoSyntax
  /** The 24 of the go1.24 that go.mod asks for. */
  readonly minor: number
  readonly show: (file: string, line: number) => string
}

/** The fix for two calls of a sync.Map; undefined for findings of other rules. */
export function chooseBySyntax({ finding: { rule, accesses }, texts, syntax, minor, show }: SyntaxRequest): Choice | undefined {
  const strategy = isLintRuleId(rule) ? bySyntax[rule] : undefined
  const [act, load] = accesses.map(({ stack: [frame] }) => frame)
  if (strategy === undefined || act === undefined) return undefined
  const { title, since, propose } = strategy
  if (minor < since) return { alternatives: [{ title, why: `that came with go1.${since}, and go.mod asks for an older Go` }] }
  if (load?.file !== act.file) return { alternatives: [{ title, why: 'the two calls are not in one file' }] }
  const proposal = propose({ file: act.file, source: texts.get(act.file) ?? '', syntax, load: load.line, act: act.line, show: (line) => show(act.file, line) })
  if (proposal.kind === 'no') return { alternatives: [{ title, why: proposal.why }] }
  return { chosen: { title, reason: proposal.reason, notes: proposal.notes, edits: proposal.edits }, alternatives: [] }
}
