import type { Access, HeldLock } from './finding.ts'
import { isKnown } from './goroutine.ts'

type Mode = HeldLock['mode']

/** What the locks of two racing accesses have to do with each other, in the order of the accesses. */
export type LockVerdict =
  /** Nobody can say what the other goroutine held. */
  | { readonly kind: 'unknown' }
  | { readonly kind: 'none' }
  /** Only the access with this index holds locks. */
  | { readonly kind: 'one-sided'; readonly holder: 0 | 1 }
  /** Both hold locks, but no lock is held by both. */
  | { readonly kind: 'different' }
  /** Both hold this lock, and still it does not keep them apart: an access that modifies holds it for reading. */
  | { readonly kind: 'shared'; readonly lock: HeldLock; readonly modes: readonly [Mode, Mode] }

export function compareLocks([newer, older]: readonly [Access, Access]): LockVerdict {
  if (!isKnown(newer.goroutine) || !isKnown(older.goroutine) || newer.locksUnknown || older.locksUnknown) return { kind: 'unknown' }
  if (newer.locks.length === 0 && older.locks.length === 0) return { kind: 'none' }
  if (older.locks.length === 0) return { kind: 'one-sided', holder: 0 }
  if (newer.locks.length === 0) return { kind: 'one-sided', holder: 1 }
  for (const lock of newer.locks) {
    const same = older.locks.find(({ address }) => address !== undefined && address === lock.address)
    if (same) return { kind: 'shared', lock, modes: [lock.mode, same.mode] }
  }
  return { kind: 'different' }
}

/** The access that modifies the map under a lock that it holds for reading only, if there is one. */
export function heldTooWeakly(accesses: readonly [Access, Access], modes: readonly [Mode, Mode]): Access | undefined {
  return accesses.find((access, index) => modifies(access) && modes[index] === 'read')
}

/** Whether an access held a lock so that it excludes whoever else does: what modifies the map needs it for writing. */
export function holdOf({ op, locks }: Pick<Access, 'op'> & { readonly locks: readonly Pick<HeldLock, 'name' | 'mode'>[] }, name: string): 'enough' | 'too weak' | 'not' {
  const modes = locks.filter((lock) => lock.name === name).map(({ mode }) => mode)
  if (modes.length === 0) return 'not'
  return modes.includes('write') || !modifies({ op }) ? 'enough' : 'too weak'
}

const modifying: Readonly<Record<Access['op'], boolean>> = {
  read: false,
  write: true,
  iterate: false,
  delete: true,
  clear: true,
  clone: false,
  load: false,
  store: true,
  other: false,
}

export function modifies(access: Pick<Access, 'op'>): boolean {
  return modifying[access.op]
}
