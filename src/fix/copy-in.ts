import { addLock } from './add-lock.ts'
import { cloneOf, isUse, list, lockAt, obstacleTo, type Escape } from './copy-out.ts'
import type { MapValue } from './facts.ts'
import { findGuard } from './guard.ts'
import { no, type Situation, type Strategy } from './strategy.ts'

/** A store of a map that the function got from its callers. */
interface Entry extends Escape {
  readonly stored: MapValue
}

/** A map is handed in and stored, and who handed it in goes on to use it: what is stored is a copy, made under the lock. */
export const copyIn: Strategy = {
  title: 'copy it on the way in',
  isFor: (situation) => entriesOf(situation).length > 0 && situation.reported.some(({ found }) => found.length === 0),
  propose(situation) {
    const { variable, reported, show } = situation
    const all = entriesOf(situation)
    const outside = reported.filter(({ found }) => found.length === 0)
    const entries = all.filter(({ out }) => outside.some((place) => isUse(place, out)))
    const lost = outside.find((place) => !entries.some(({ out }) => isUse(place, out)))
    if (lost !== undefined) return no(reasonOf(all, situation) ?? `at ${show(lost.file, lost.line)} the map is reached in another way`)
    const why = reasonOf(entries, situation)
    if (why !== undefined) return no(why)
    const inside = { ...situation, reported: reported.filter(({ found }) => found.length > 0) }
    const locked = findGuard(situation).kind === 'guard' ? lockAt(inside, entries) : addLock.propose(inside)
    if (locked.kind === 'no') return locked
    const stores = [...new Set(entries.map(({ fn, access }) => show(fn.file, access.line)))]
    const users = [...new Set(entries.flatMap(({ out }) => out.uses.map(({ file, line }) => show(file, line))))]
    const exported = [...new Set(entries.flatMap(({ out }) => out.exported))]
    return {
      ...locked,
      edits: [...entries.flatMap(({ fn, stored }) => cloneOf(fn.file, stored)), ...locked.edits],
      imports: [...(locked.imports ?? []), ...entries.map(({ fn }) => ({ file: fn.file, path: 'maps' }))],
      reason: `${list(stores)} ${stores.length === 1 ? 'stores' : 'store'} the very map that ${variable.name} is given, and who gave it goes on to use it, at ${list(users)}: a copy is stored instead, made under the lock; ${locked.reason}`,
      notes: [
        `what is written into the map that was handed in no longer shows in ${variable.name}, nor the other way round; no place in this module relies on that`,
        ...(exported.length > 0 ? [`${list(exported)} ${exported.length === 1 ? 'is' : 'are'} exported: code outside of this module that goes on to write into what it handed in is not seen here`] : []),
        ...(entries.some(({ out }) => out.shallow) ? ['the copy is shallow: what its values refer to is still shared'] : []),
        ...locked.notes,
      ],
    }
  },
}

/** The stores of maps that callers hand in. */
function entriesOf({ variable }: Situation): readonly Entry[] {
  return variable.functions.flatMap((fn) => fn.accesses.flatMap((access): Entry[] => (access.in && access.stored ? [{ fn, access, out: access.in, stored: access.stored }] : [])))
}

function reasonOf(entries: readonly Entry[], situation: Situation): string | undefined {
  return entries.map((entry) => obstacleTo(entry, situation, 'stores what it gets')).find((one) => one !== undefined)
}
