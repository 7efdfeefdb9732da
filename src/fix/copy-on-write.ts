import { declareLock, newLock } from './add-lock.ts'
import { because, copyOut, escapesOf, isUse } from './copy-out.ts'
import { brokenCompound, coveredBy, coverFunction, nameOf, type Cover, type Covered, type Lock, type Range } from './cover.ts'
import { readCurrent } from './current-map.ts'
import type { Edit } from './edit.ts'
import type { FunctionFacts } from './facts.ts'
import { findGuard } from './guard.ts'
import { evidence, holds, modifiesMap } from './locks.ts'
import { changeNext } from './next-map.ts'
import { observedShare } from './read-mostly.ts'
import { retypeVariable } from './retype.ts'
import { no, type Proposal, type Situation, type Strategy } from './strategy.ts'

/** A copy for each change is worth it where there are so many reads for one write, as far as was observed. */
const readsPerWrite = 50
const leastObserved = 100

/** A map that is read all the time and changed once in a while: readers take what a pointer points to, and no lock. */
export const copyOnWrite: Strategy = {
  title: 'copy on write',
  isFor(situation) {
    const share = observedShare(situation)
    return situation.variable.kind !== 'local variable' && share !== undefined && share.reads >= 10 * share.writes
  },
  propose(situation) {
    const { variable } = situation
    const share = observedShare(situation) ?? { reads: 0, writes: 0 }
    const seen = share.reads + share.writes
    if (seen < leastObserved) return no(`only ${seen} accesses were observed, too few to say that it is hardly ever written`)
    if (share.reads < readsPerWrite * share.writes) return no(`${share.writes} of ${seen} accesses that were observed write, and each would copy the map`)
    const why = obstacleTo(situation)
    if (why !== undefined) return no(why)
    const kept = writersLock(situation)
    if (kept.kind === 'no') return kept
    if (!kept.isNew && escapesOf(situation).length > 0 && copyOut.propose(situation).kind === 'fix') return no(`${kept.lock.label} guards it already, and a copy that is made under it changes less`)

    const writers = variable.functions.filter((fn) => fn.accesses.some((one) => modifiesMap(one) && !one.fresh))
    const broken = brokenCompound(situation, variable.functions, kept.lock, 'others may have put another map in its place meanwhile. They have to become one step')
    if (broken !== undefined) return no(broken)
    const declaration = retypeVariable(situation)
    if (typeof declaration === 'string') return no(declaration)
    const edits: Edit[] = [...kept.edits, ...declaration]
    for (const fn of variable.functions) {
      const made = fn.accesses.some(modifiesMap) ? change(situation, fn, kept, coveredBy(writers)) : readCurrent(situation, fn, fn.accesses, () => false)
      if (made.kind === 'no') return made
      edits.push(...made.edits)
    }
    return {
      kind: 'fix',
      edits,
      imports: importsFor(situation, edits, kept.isNew),
      reason: `${grouped(share.reads)} of ${grouped(seen)} accesses that were observed only read, ${kept.isNew ? `and no lock guards ${variable.name}` : `and ${kept.lock.label} cannot be taken by all of them`}: readers get the map that is there, and ${writers.length === 1 ? 'the function that changes it puts' : `the ${writers.length} functions that change it put`} a changed copy in its place, one at a time under ${kept.lock.label}`,
      notes: ['each change copies the whole map: if it grows large, or changes come often, a mutex is better', 'whoever is reading sees all of a change or nothing of it, and a loop over the map goes on with the map that it began with'],
      rather: 'it would do as well, but all those who only read would have to wait at a lock',
    }
  },
}

function obstacleTo(situation: Situation): string | undefined {
  const { variable, reported, files, show } = situation
  const escapes = escapesOf(situation)
  const bad = escapes.find(({ out }) => out.why !== '' || out.exported.length > 0)
  if (bad !== undefined) {
    const at = show(bad.fn.file, bad.access.line)
    return `${at} gives the map away${bad.out.why === '' ? `, and ${bad.out.exported[0] ?? ''} is exported: code outside of this module could change what others are reading` : because(at, bad.out)}`
  }
  const lost = reported.find((place) => (place.found.length === 0 ? !escapes.some(({ out }) => isUse(place, out)) : place.found.some(({ access }) => access.fresh)))
  if (lost !== undefined) return `at ${show(lost.file, lost.line)} the map is reached in another way than by ${variable.name}`
  if (variable.retype.why !== '') return variable.retype.why
  const places = [variable.file, ...variable.functions.map(({ file }) => file), ...variable.retype.makers.map(({ file }) => file)]
  const generated = places.find((path) => files.get(path)?.generated !== false)
  if (generated !== undefined) return `${variable.name} is used in a file that is generated`
  return places.some((path) => files.get(path)?.maps !== true) ? 'package maps, which copies it, came with go1.21, and go.mod asks for an older Go' : undefined
}

interface WritersLock {
  readonly kind: 'lock'
  readonly lock: Lock
  readonly isNew: boolean
  readonly edits: readonly Edit[]
}

/** What keeps those who change the map apart from each other: the mutex that they hold, or a new one. */
function writersLock(situation: Situation): WritersLock | Extract<Proposal, { readonly kind: 'no' }> {
  const { variable } = situation
  const [best] = evidence(situation)
  if (best !== undefined && best.held + best.observed > 0) {
    const found = findGuard(situation)
    return found.kind === 'no' ? found : { kind: 'lock', lock: found.guard.mutex, isNew: false, edits: [] }
  }
  const lock = newLock(situation, 'sync.Mutex')
  const declaration = declareLock(situation, lock, ` // held while ${variable.name} is replaced`)
  return declaration === undefined ? no(`${variable.name} is declared where no mutex can stand before it`) : { kind: 'lock', lock, isNew: true, edits: [declaration] }
}

/** A function that changes the map: what it looks at before is still so when it puts its copy there. */
function change(situation: Situation, fn: FunctionFacts, { lock, isNew }: WritersLock, covered: Covered): Cover {
  const shared = fn.accesses.filter(({ fresh }) => !fresh).map((one) => (one.op === 'escape' ? { ...one, op: 'read' as const } : one))
  const isHeld = !isNew && shared.every((one) => holds(one, lock) === 'enough')
  if (!isNew && !isHeld && shared.some((one) => holds(one, lock) !== 'not')) return { kind: 'no', why: `${nameOf(situation, fn)} does not hold ${lock.label} for all that it does with ${situation.variable.name}` }
  const cover: Cover = isHeld || !shared.some(modifiesMap) ? { kind: 'covered', edits: [] } : coverFunction(situation, fn, shared, lock, covered)
  if (cover.kind === 'no') return cover
  const { section } = cover
  const isOneStep = ({ start, end }: Range): boolean => (section === undefined ? !fn.locks.some((one) => one.start > start && one.end < end) : start >= section.start && end <= section.end)
  const changed = changeNext({ situation, fn, isOneStep })
  if (changed.kind === 'no') return changed
  const isLocked = shared.some(modifiesMap)
  const read = readCurrent(situation, fn, changed.rest, ({ fresh }) => fresh || isLocked)
  if (read.kind === 'no') return read
  // The copy is made behind the lock, and put in its place before the unlock.
  const [lockIt, ...unlockIt] = cover.edits
  return { kind: 'covered', edits: [...(lockIt ? [lockIt] : []), ...changed.edits, ...read.edits, ...unlockIt] }
}

function importsFor({ variable }: Situation, edits: readonly Edit[], hasLock: boolean): readonly { readonly file: string; readonly path: string }[] {
  const cloning = new Set(edits.filter(({ text }) => text.includes('maps.Clone(')).map(({ file }) => file))
  return [{ file: variable.file, path: 'sync/atomic' }, ...(hasLock ? [{ file: variable.file, path: 'sync' }] : []), ...[...cloning].map((file) => ({ file, path: 'maps' }))]
}

function grouped(count: number): string {
  return String(count).replace(/\B(?=(\d{3})+$)/g, ',')
}
