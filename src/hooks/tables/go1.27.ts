import type { HookTable } from '../hook.ts'
import { atomics, atomicsAssembly } from './atomics.ts'
import { channels } from './channels.ts'
import { constantTime } from './constant-time.ts'
import { cleanups, finalizers, goroutines } from './goroutines.ts'
import { cloneByMap, cloneWithoutShadow, mapHooks } from './maps.ts'
import { mathCalls } from './math.ts'
import { http2Package, pools } from './pools.ts'
import { cgocall, memory, profiles, reflectOffs, runtimeLocks, staging } from './runtime.ts'
import { syncMap } from './sync-map.ts'
import { locks, unchanged, waitGroup } from './sync.ts'
import { synctest, timers } from './timers.ts'

export const go127: HookTable = {
  minor: 27,
  hooks: [
    ...mapHooks({
      suffix: '',
      shim: 'linkname_shim',
      access1: false,
      lastSmallField: 'tombstonePossible',
      fatal: { map: 10, table: 1, runtime: 4, runtime_fast32: 7, runtime_fast64: 7, runtime_faststr: 4 },
      clone: cloneByMap(''),
    }),
    cloneWithoutShadow,
    ...memory,
    ...channels,
    ...goroutines,
    finalizers('runFinalizers'),
    cleanups('c.arg'),
    timers({ inBubble: true }),
    synctest('synctestBubble'),
    ...staging,
    ...runtimeLocks,
    reflectOffs({ moduleTypelinks: true }),
    cgocall({ waitsForInit: true }),
    profiles({ leaks: true }),
    ...locks,
    syncMap,
    ...waitGroup({ bubbles: true, atomics: 8 }),
    ...pools({ bigPool: 'stackPool', http2: http2Package }),
    ...unchanged,
    ...atomics,
    mathCalls,
    constantTime,
  ],
  takeovers: [atomicsAssembly],
}
