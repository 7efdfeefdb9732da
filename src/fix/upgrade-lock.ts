import { brokenCompound, nameOf, type Cover } from './cover.ts'
import type { Edit } from './edit.ts'
import type { AccessFacts, FunctionFacts, LockCall, MutexFacts } from './facts.ts'
import { evidence, holds } from './locks.ts'
import { notFound, otherPlaces } from './places.ts'
import { no, type Situation, type Strategy } from './strategy.ts'

/** A map is written under RLock, which others hold at the same time. */
export const upgradeLock: Strategy = {
  title: 'upgrade RLock to Lock',
  isFor: (situation) => weakPlaces(situation).size > 0,
  propose(situation) {
    const [best] = evidence(situation)
    const { reported } = situation
    const weak = weakPlaces(situation)
    if (best === undefined) return no(`no mutex stands beside ${situation.variable.name}`)
    const { mutex } = best
    if (mutex.uncertain !== '') return no(`${mutex.label} cannot be followed: ${mutex.uncertain}`)
    const missing = notFound(situation)
    if (missing !== undefined) return missing
    const bare = reported.flatMap(({ found }) => found).find(({ access }) => holds(access, mutex) === 'not')
    if (bare !== undefined) return no(`${nameOf(situation, bare.fn)} does not hold ${mutex.label} at all`)
    const broken = brokenCompound(situation, [...weak], mutex)
    if (broken !== undefined) return no(broken)
    const edits: Edit[] = []
    for (const fn of weak) {
      const upgraded = upgradeFunction(situation, fn, fn.accesses.filter((access) => holds(access, mutex) === 'too weak'), mutex)
      if (upgraded.kind === 'no') return upgraded
      edits.push(...upgraded.edits)
    }
    const names = [...weak].map((fn) => nameOf(situation, fn))
    return {
      kind: 'fix',
      edits,
      reason: `${names.join(' and ')} ${names.length === 1 ? 'writes' : 'write'} ${situation.variable.name} while ${mutex.label} is held for reading, which others may do at the same time`,
      notes: otherPlaces(situation, mutex, [...weak]),
    }
  },
}

/** The functions of findings that write while they hold the lock for reading only. */
function weakPlaces(situation: Situation): ReadonlySet<FunctionFacts> {
  const [best] = evidence(situation)
  return new Set(situation.reported.flatMap(({ found }) => found.filter(({ access }) => best !== undefined && holds(access, best.mutex) === 'too weak').map(({ fn }) => fn)))
}

/** The calls that lock and unlock around these accesses, for writing instead of reading. */
export function upgradeFunction(situation: Situation, fn: FunctionFacts, weak: readonly AccessFacts[], mutex: MutexFacts): Cover {
  const who = nameOf(situation, fn)
  const cannot = (why: string): Cover => ({ kind: 'no', why: `${who} ${why}` })
  if (situation.files.get(fn.file)?.generated !== false) return cannot('lies in a file that is generated')
  const caller = fn.callers.find((one) => one.mutex === mutex.key)
  if (caller !== undefined) return cannot(`may be called with ${mutex.label} held, at ${situation.show(caller.file, caller.line)}: whoever holds it for reading waits for itself when it asks for more`)
  const calls = fn.locks.filter((one) => one.mutex === mutex.key)
  const chosen = new Map<number, LockCall>()
  for (const access of weak) {
    const section = sectionAround(access, calls)
    if (section === undefined) return cannot(`does not take ${mutex.label} itself`)
    for (const call of section) chosen.set(call.start, call)
  }
  const list = [...chosen.values()].toSorted((a, b) => a.start - b.start)
  const from = list[0]?.end ?? fn.start
  const to = list.some(({ deferred }) => deferred) ? fn.end : (list.at(-1)?.end ?? fn.end)
  const bad = fn.hazards.find(({ start, end, kind, mutex: other }) => start >= from && end <= to && kind !== 'io' && kind !== 'uses' && (kind !== 'takes' || other === mutex.key))
  if (bad !== undefined) return cannot(`${bad.text} on line ${bad.line} while it holds ${mutex.label}: readers that it needs, or itself, would be shut out`)
  return { kind: 'covered', edits: list.map(({ nameAt, method }) => ({ file: fn.file, start: nameAt, end: nameAt + method.length, text: method.replace(/^(Try)?R/, '$1') })) }
}

/** The last RLock before an access, and what unlocks it: up to the next one. */
function sectionAround({ start }: AccessFacts, calls: readonly LockCall[]): readonly LockCall[] | undefined {
  const reads = calls.filter(({ method }) => /^(Try)?RLock$/.test(method))
  const lock = reads.findLast((one) => one.start < start)
  if (lock === undefined) return undefined
  const next = reads.find((one) => one.start > start)?.start ?? Infinity
  return [lock, ...calls.filter((one) => one.method === 'RUnlock' && one.start > lock.start && one.start < next)]
}
