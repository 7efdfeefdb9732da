import { addLock } from './add-lock.ts'
import { copyIn } from './copy-in.ts'
import { copyOnWrite } from './copy-on-write.ts'
import { copyOut } from './copy-out.ts'
import { oneSection } from './one-section.ts'
import type { Strategy } from './strategy.ts'
import { takeLock } from './take-lock.ts'
import { upgradeLock } from './upgrade-lock.ts'
import { widenSection } from './widen-section.ts'

/** In the order in which they are tried: what changes least comes first, but for copies on write, which suit few maps. */
export const strategies: readonly Strategy[] = [takeLock, upgradeLock, widenSection, oneSection, copyIn, copyOnWrite, copyOut, addLock]
