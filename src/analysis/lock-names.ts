import type { LockSite } from '../model/catalog.ts'
import type { HeldLock, Stack } from '../model/finding.ts'
import type { ObservedLock } from '../model/observation.ts'
import { userFrameOf, type ProgramOrigin } from '../model/origin.ts'
import type { CatalogIndex } from './catalog-index.ts'

export function nameLock<Lock extends ObservedLock>(lock: Lock, index: CatalogIndex, origin: ProgramOrigin): Lock {
  const [found, ...others] = locksTakenAt(lock.acquiredAt, index, origin, lock.mode)
  if (found === undefined || others.length > 0) return lock
  const { name, declaredAt } = found
  return { ...lock, name, ...(declaredAt && { declaredAt }) }
}

/** The locks that the source takes there, each once. */
export function locksTakenAt(stack: Stack, index: CatalogIndex, origin: ProgramOrigin, mode?: HeldLock['mode']): readonly LockSite[] {
  const frame = userFrameOf({ stack }, origin)
  if (frame === undefined) return []
  // A lock inside of sync.Map, say, is not the one that the line takes by name.
  const called = stack[stack.indexOf(frame) - 1]
  if (called !== undefined && !/^sync\.\(\*(Mutex|RWMutex|rlocker)\)\./.test(called.function)) return []
  const sites = index.locks(frame, (site) => mode === undefined || site.mode === mode)
  return [...new Map(sites.map((site) => [JSON.stringify([site.name, site.declaredAt]), site])).values()]
}
