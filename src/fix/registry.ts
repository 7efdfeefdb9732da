import { addLock } from './add-lock.ts'
import type { Strategy } from './strategy.ts'
import { takeLock } from './take-lock.ts'
import { upgradeLock } from './upgrade-lock.ts'

/** In the order in which they are tried: what changes least comes first. */
export const strategies: readonly Strategy[] = [takeLock, upgradeLock, addLock]
