import type { Edit } from './edit.ts'
import type { AccessFacts, FunctionFacts, Hazard, MutexFacts } from './facts.ts'
import { lockExpression, modifiesMap } from './locks.ts'
import { planSection } from './section.ts'
import type { Situation } from './strategy.ts'

/** A mutex to be taken: one that is there, or one that a strategy adds. */
export type Lock = Pick<MutexFacts, 'key' | 'label' | 'name' | 'type' | 'field' | 'promoted' | 'inside'>

export interface Range {
  readonly start: number
  readonly end: number
}

export type Cover =
  /** The section is what lies between the lock and the unlock. */
  | { readonly kind: 'covered'; readonly edits: readonly Edit[]; readonly section?: Range }
  | { readonly kind: 'no'; readonly why: string }

/** The keys of all functions that get a lock together: calls among them would take it twice. */
export type Covered = ReadonlySet<string>

export function coveredBy(functions: Iterable<FunctionFacts>): Covered {
  return new Set([...functions].map(({ key }) => key))
}

/** Takes a lock around accesses of one function that do not hold it, if that cannot lead to a deadlock. */
export function coverFunction(situation: Situation, fn: FunctionFacts, accesses: readonly AccessFacts[], lock: Lock, covered: Covered): Cover {
  const why = obstacle(situation, fn, accesses, lock)
  const [first] = accesses
  if (why !== undefined || first === undefined) return { kind: 'no', why: why ?? 'there is nothing to guard' }
  const expression = lockExpression(lock, first)
  const forReading = lock.type === 'sync.RWMutex' && !accesses.some(modifiesMap)
  const section = planSection({
    fn,
    accesses,
    hazards: hazardsAmong(fn, covered),
    lock: `${expression}.${forReading ? 'RLock' : 'Lock'}()`,
    unlock: `${expression}.${forReading ? 'RUnlock' : 'Unlock'}()`,
    source: situation.texts.get(fn.file) ?? '',
    syntax: situation.syntax,
  })
  return section.kind === 'no' ? { kind: 'no', why: `${nameOf(situation, fn)}: ${section.why}` } : { kind: 'covered', edits: section.edits, section: { start: section.start, end: section.end } }
}

/** What must not happen under the lock. A call of what uses the same variable is no harm, unless that takes the lock from now on. */
export function hazardsAmong({ hazards }: FunctionFacts, covered: Covered): readonly Hazard[] {
  return hazards.flatMap((one) => {
    if (one.kind !== 'uses') return [one]
    return one.via.some((key) => covered.has(key)) ? [{ ...one, text: `${one.text} and would take the same lock again` }] : []
  })
}

/** `shop.reload (main.go:22)` */
export function nameOf({ show }: Pick<Situation, 'show'>, { name, file, line, literal }: FunctionFacts): string {
  return `${literal ? `the function literal in ${name}` : name} (${show(file, line)})`
}

/** Why the lock must not be taken in this function. */
export function obstacle(situation: Situation, fn: FunctionFacts, accesses: readonly AccessFacts[], lock: Lock): string | undefined {
  const { files, show } = situation
  const who = nameOf(situation, fn)
  if (files.get(fn.file)?.generated !== false) return `${who} lies in a file that is generated, or that names its lines after another file`
  const unstable = accesses.find((one) => one.unstable !== '')
  if (unstable !== undefined) return `${who}: ${unstable.unstable}, so the lock could be that of another one`
  const bases = new Set(accesses.map(({ base }) => base))
  if (bases.size > 1) return `${who} uses the maps of several objects (${[...bases].join(', ')}), each of which has its own lock`
  const escape = accesses.find(({ op }) => op === 'escape')
  if (escape !== undefined) return `at ${show(fn.file, escape.line)} the map itself goes on to where it is used without the lock`
  if (accesses.some(({ hidden }) => hidden.includes(lock.key))) return `${who}: ${lock.name} is the name of something else there`
  const taken = fn.locks.find(({ mutex }) => mutex === lock.key)
  if (taken !== undefined) return `${who} takes ${lock.label} already, on line ${taken.line}: a second critical section would not make the two one`
  const caller = fn.callers.find(({ mutex }) => mutex === lock.key)
  if (caller !== undefined) return `${who} may be called with ${lock.label} held, at ${show(caller.file, caller.line)}: it would wait for itself`
  const outer = [...fn.locks, ...fn.callers].find(({ mutex }) => lock.inside.includes(mutex))
  if (outer !== undefined) return `${who} may hold ${outer.label}, which elsewhere is taken while ${lock.label} is held: the two orders together can deadlock`
  return undefined
}

const lockedApart = 'locked one by one, each is safe and the two together are still wrong. They have to become one critical section'

/** Why guarding single functions leaves a decision wrong that spans several of them. */
export function brokenCompound({ variable, show }: Situation, covered: readonly FunctionFacts[], { key: lock }: Pick<Lock, 'key'>, still = lockedApart): string | undefined {
  const keys = new Set(covered.map(({ key }) => key))
  const found = variable.compounds.find(({ via, held }) => !held.includes(lock) && via.some((key) => keys.has(key)))
  if (found === undefined) return undefined
  const { function: name, file, read, write } = found
  return `${name} looks at ${variable.name} at ${show(file, read)} and acts on what it saw at ${show(file, write)}: ${still}`
}
