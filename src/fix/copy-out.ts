import { addLock } from './add-lock.ts'
import { coverFunction } from './cover.ts'
import type { Edit } from './edit.ts'
import type { AccessFacts, FunctionFacts, WayOut } from './facts.ts'
import { describeGuard, findGuard } from './guard.ts'
import { joinSections } from './join-sections.ts'
import { holds } from './locks.ts'
import { notFound } from './places.ts'
import { no, type Proposal, type ReportedPlace, type Situation, type Strategy } from './strategy.ts'
import { lackingPlaces, takeAt } from './take-lock.ts'
import { hasSection } from './widen-section.ts'

export interface Escape {
  readonly fn: FunctionFacts
  readonly access: AccessFacts
  readonly out: WayOut
}

/** The map itself is handed to code that only reads it, without the lock: it gets a copy, made under the lock. */
export const copyOut: Strategy = {
  title: 'copy it on the way out',
  isFor: (situation) => escapesOf(situation).length > 0 && concerned(situation),
  propose(situation) {
    const { variable, show } = situation
    const escapes = escapesOf(situation)
    const { outside, used, copied } = placesToCopy(situation)
    const lost = outside.find((place) => !used.some(({ out }) => isUse(place, out)))
    if (lost !== undefined) {
      const [reason] = escapes.flatMap(({ fn, access, out }) => (out.why === '' ? [] : [`${show(fn.file, access.line)} gives the map away${because(show(fn.file, access.line), out)}`]))
      return no(reason ?? `at ${show(lost.file, lost.line)} the map is reached in a way that is not known`)
    }
    const found = findGuard(situation)
    if (copied.length === 0) return no(`no place of the findings uses ${variable.name} under another name`)
    const why = copied.map((escape) => obstacleTo(escape, situation)).find((one) => one !== undefined)
    if (why !== undefined) return no(why)

    const locked = found.kind === 'guard' ? lockAt(situationWith(situation, copied), copied) : addLock.propose(situationWith(situation, copied))
    if (locked.kind === 'no') return locked
    const places = [...new Set(copied.map(({ fn, access }) => show(fn.file, access.line)))].join(' and ')
    const readers = [...new Set(copied.flatMap(({ out }) => out.uses.map(({ file, line }) => show(file, line))))]
    return {
      ...locked,
      // A copy ends before what is put behind the statement.
      edits: [...copied.flatMap(({ fn, access }) => cloneOf(fn.file, access)), ...locked.edits],
      imports: [...(locked.imports ?? []), ...copied.map(({ fn }) => ({ file: fn.file, path: 'maps' }))],
      reason: `${places} ${copied.length === 1 ? 'gives' : 'give'} away the map itself, and ${readers.length === 0 ? 'nobody uses it' : `all that is done with it, at ${list(readers)}, is to read it`}: a copy will do, made under the lock; ${locked.reason}`,
      notes: [...notesOn(copied, variable.name), ...locked.notes],
    }
  },
}

export function escapesOf({ variable: { functions } }: Situation): readonly Escape[] {
  return functions.flatMap((fn) => fn.accesses.flatMap((access): Escape[] => (access.out === undefined || access.fresh ? [] : [{ fn, access, out: access.out }])))
}

interface PlacesToCopy {
  /** Places of findings that use the map under another name. */
  readonly outside: readonly ReportedPlace[]
  /** What gives it to them. */
  readonly used: readonly Escape[]
  readonly copied: readonly Escape[]
}

function placesToCopy(situation: Situation): PlacesToCopy {
  const escapes = escapesOf(situation)
  const outside = situation.reported.filter((place) => place.found.length === 0)
  const given = situation.findings.some(({ lint }) => lint !== undefined) ? situation.reported.flatMap(({ found }) => found.map(({ access }) => access)) : []
  const used = escapes.filter(({ access, out }) => given.includes(access) || outside.some((place) => isUse(place, out)))
  const found = findGuard(situation)
  return { outside, used, copied: found.kind === 'guard' ? withThoseOf(used, escapes, situation, found.guard.mutex.key) : escapes }
}

/** What is given away has to do with the findings. */
function concerned(situation: Situation): boolean {
  const { outside, copied } = placesToCopy(situation)
  return outside.length > 0 || copied.length > 0
}

/** With a guard, also what functions that lack it give away: their sections have that in them. */
function withThoseOf(used: readonly Escape[], escapes: readonly Escape[], situation: Situation, mutex: string): readonly Escape[] {
  const lacking = new Set([...used.map(({ fn }) => fn), ...situation.reported.flatMap(({ found }) => found.map(({ fn }) => fn))])
  return escapes.filter((escape) => used.includes(escape) || (lacking.has(escape.fn) && !escape.access.held.includes(mutex)))
}

export function isUse({ file, line }: ReportedPlace, { uses }: WayOut): boolean {
  return uses.some((use) => use.file === file && use.line === line)
}

/** Why no copy can be made at a place where a map goes in or out. */
export function obstacleTo({ fn, access, out }: Escape, { files, show }: Situation, does = 'gives the map away'): string | undefined {
  const at = show(fn.file, access.line)
  const file = files.get(fn.file)
  if (out.why !== '') return `${at} ${does}${because(at, out)}`
  if (file === undefined || file.generated) return `${at} lies in a file that is generated`
  if (!file.maps) return `package maps, which can copy it at ${at}, came with go1.21, and go.mod asks for an older Go`
  return out.hidden ? `at ${at} maps is the name of something else than the package that could copy it` : undefined
}

/** `, and main writes into it, at main.go:9`; without the place when that is where it is given away. */
export function because(at: string, { why }: Pick<WayOut, 'why'>): string {
  const [, place = '', rest = ''] = /^at (\S+:\d+) (it .*)$/.exec(why) ?? []
  return place !== '' && at.endsWith(place) ? `: ${rest}` : `, and ${why}`
}

/** As it is when those who got the map have a copy. */
function situationWith(situation: Situation, copied: readonly Escape[]): Situation {
  const accesses = new Map(copied.map(({ access: { out: _out, ...access } }, index) => [copied[index]?.access, { ...access, op: 'read' as const }]))
  const functions = new Map(situation.variable.functions.map((fn) => [fn, { ...fn, accesses: fn.accesses.map((access) => accesses.get(access) ?? access) }]))
  const reported = situation.reported.flatMap((place): ReportedPlace[] =>
    place.found.length === 0 ? [] : [{ ...place, found: place.found.map(({ fn, access }) => ({ fn: functions.get(fn) ?? fn, access: accesses.get(access) ?? access })) }])
  return { ...situation, variable: { ...situation.variable, functions: [...functions.values()] }, reported }
}

/** The places of findings, and those that copy, under the lock that guards the map elsewhere. */
export function lockAt(situation: Situation, copied: readonly Pick<Escape, 'fn' | 'access'>[]): Proposal {
  const found = findGuard(situation)
  if (found.kind === 'no') return found
  const { mutex } = found.guard
  const missing = notFound(situation)
  if (missing !== undefined) return missing
  const lacking = new Map(lackingPlaces(situation, found.guard))
  for (const fn of situation.variable.functions.filter(({ key }) => copied.some((one) => one.fn.key === key))) {
    const bare = fn.accesses.filter((access) => !access.fresh && holds(access, mutex) !== 'enough')
    if (bare.some((access) => copied.some((one) => one.access.start === access.start))) lacking.set(fn, bare)
  }
  if (lacking.size === 0) return { kind: 'fix', edits: [], reason: describeGuard(situation, found.guard), notes: [] }
  return takeAt(situation, found.guard, lacking, (fn, accesses, covered) => (hasSection(fn, mutex) ? joinSections : coverFunction)(situation, fn, accesses, mutex, covered))
}

export function cloneOf(file: string, { start, end }: { readonly start: number; readonly end: number }): readonly Edit[] {
  return [{ file, start, end: start, text: 'maps.Clone(' }, { file, start: end, end, text: ')' }]
}

function notesOn(copied: readonly Escape[], name: string): readonly string[] {
  const exported = [...new Set(copied.flatMap(({ out }) => out.exported))]
  return [
    `whoever gets it sees ${name} as it was then, and what it would write into that no longer changes the original; no place in this module writes into it`,
    ...(exported.length > 0 ? [`${list(exported)} ${exported.length === 1 ? 'is' : 'are'} exported: code outside of this module that writes into the result is not seen here`] : []),
    ...(copied.some(({ out }) => out.shallow) ? ['the copy is shallow: what its values refer to is still shared'] : []),
  ]
}

export function list(words: readonly string[]): string {
  if (words.length > 4) return `${words.slice(0, 4).join(', ')} and ${words.length - 4} more`
  return words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} and ${words.at(-1)}`
}
