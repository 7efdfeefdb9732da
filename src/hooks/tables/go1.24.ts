import type { HookTable } from '../hook.ts'
import { atomics, atomicsAssembly } from './atomics.ts'
import { channels } from './channels.ts'
import { finalizers, goroutines } from './goroutines.ts'
import { cloneByEntry, mapHooks } from './maps.ts'
import { mathCalls } from './math.ts'
import { http2Bundle, pools } from './pools.ts'
import { cgocall, memory, profiles, reflectOffs, runtimeLocks, staging } from './runtime.ts'
import { syncMap } from './sync-map.ts'
import { locks, unchanged, waitGroup } from './sync.ts'
import { synctest, timers } from './timers.ts'

export const go124: HookTable = {
  minor: 24,
  hooks: [
    ...mapHooks({
      suffix: '_swiss',
      shim: 'linkname_swiss',
      access1: true,
      lastSmallField: 'writing',
      fatal: { map: 9, table: 1, runtime: 5, runtime_fast32: 8, runtime_fast64: 8, runtime_faststr: 5 },
      clone: cloneByEntry,
    }),
    ...memory,
    ...channels,
    ...goroutines,
    finalizers('runfinq'),
    timers({ inBubble: false }),
    synctest('synctestGroup'),
    ...staging,
    ...runtimeLocks,
    reflectOffs({ moduleTypelinks: false }),
    cgocall({ waitsForInit: false }),
    profiles({ leaks: false }),
    ...locks,
    syncMap,
    ...waitGroup({ bubbles: false, atomics: 6 }),
    ...pools({ bigPool: 'natPool', http2: http2Bundle }),
    ...unchanged,
    ...atomics,
    mathCalls,
  ],
  takeovers: [atomicsAssembly],
}
