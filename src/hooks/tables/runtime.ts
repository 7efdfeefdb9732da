import type { Hook } from '../hook.ts'
import { addField, insertAfter, insertBefore, turnOn } from './shapes.ts'

/** What the engine needs of the garbage collector. */
export const memory: readonly Hook[] = [
  {
    id: 'memory',
    why: 'clocks of synchronisation objects leave with the span of the object; slots are taken back while the world is stopped',
    required: true,
    sites: [
      addField('runtime/mheap.go', 'mspan', 'speciallock', 'mapsanObjects *mapsanSync'),
      {
        // Behind the specials: until then a finalizer can revive the object.
        file: 'runtime/mgcsweep.go',
        function: 'sweepLocked.sweep',
        query: '((if_statement condition: (_) @condition) @it (#eq? @condition "hadSpecials && s.specials == nil"))',
        count: 1,
        edits: [{ do: 'insert after', at: 'it', text: '; if s.mapsanObjects != nil { mapsanSweepSpan(s) }' }],
      },
      insertAfter({ file: 'runtime/mgc.go', function: 'gcSweep' }, 'assertWorldStopped()', 'mapsanWorldStopped()'),
    ],
  },
]

/** What happens from time to time, and what a thread is asked by a signal: shim/engine/helper.go and sampler.go. */
export const staging: readonly Hook[] = [
  {
    id: 'sysmon',
    why: 'the budget and the status need somebody who comes by whatever the program does',
    sites: [
      insertBefore({ file: 'runtime/proc.go', function: 'sysmon' }, 'usleep(delay)', 'if mapsanTicking { delay = mapsanTick(delay) }'),
      insertAfter({ file: 'runtime/proc.go', function: 'sysmon' }, 'sleep := forcegcperiod / 2', 'if mapsanTicking { sleep = mapsanDeepSleep(sleep) }'),
    ],
  },
  {
    id: 'samples',
    why: 'a thread is asked where it is by the signal of the scheduler',
    sites: [
      insertBefore({ file: 'runtime/signal_unix.go', function: 'sighandler' }, 'doSigPreempt(gp, c)', 'mapsanSample(gp, c)'),
    ],
  },
  {
    id: 'status.signal',
    why: 'a signal asks for the status; the program gets it as well',
    sites: [
      insertBefore({ file: 'runtime/signal_unix.go', function: 'sighandler' }, 'flags := int32(_SigThrow)', 'mapsanOnSignal(sig)'),
    ],
  },
]

/** The runtime's own locks, which guard maps of its own or of its callers. */
export const runtimeLocks: readonly Hook[] = [
  {
    id: 'metrics',
    why: 'runtime/metrics keeps a map under this lock',
    sites: [
      ...turnOn('runtime/metrics.go', 'metricsLock', { raceenabled: 1, raceacquire: 1 }),
      ...turnOn('runtime/metrics.go', 'metricsUnlock', { raceenabled: 1, racerelease: 1 }),
    ],
  },
  // No program shows whether it is there: whoever counts a setting goes on to add to the atomic counter of
  // internal/godebug.Setting, which orders the same goroutines in the same way, and no map is reached in between.
  {
    id: 'godebug',
    why: 'a setting is registered once, by whoever comes first',
    sites: turnOn('runtime/runtime.go', 'godebugInc.IncNonDefault', { raceenabled: 2, racereleasemerge: 1, raceacquire: 1 }),
  },
  // Its map is written by syscall.NewCallback, on Windows alone.
  {
    id: 'windows.callbacks',
    why: 'the table of callbacks is a map under a lock of the runtime',
    sites: [
      ...turnOn('runtime/syscall_windows.go', 'cbsLock', { raceenabled: 1, raceacquire: 1 }),
      ...turnOn('runtime/syscall_windows.go', 'cbsUnlock', { raceenabled: 1, racerelease: 1 }),
    ],
  },
  // Left out alone, it is not missed on go1.26: package trace has a lock of its own on the same way.
  {
    id: 'trace',
    why: 'the execution tracer hands its data from goroutine to goroutine',
    sites: [
      ...turnOn('runtime/trace.go', 'traceAdvance', { raceenabled: 1, raceacquire: 1 }),
      ...turnOn('runtime/trace.go', 'readTrace0', { raceenabled: 3, racerelease: 2 }),
      ...['sleep', 'wake', 'close'].flatMap((name) =>
        turnOn('runtime/trace.go', `wakeableSleep.${name}`, { raceenabled: 2, raceacquire: 1, racerelease: 1 })),
    ],
  },
]

/** `moduleTypelinks`: go1.27 keeps a cache of its own under a lock. */
export function reflectOffs({ moduleTypelinks }: { readonly moduleTypelinks: boolean }): Hook {
  const file = 'runtime/type.go'
  return {
    id: 'reflectOffs',
    why: 'types made by reflect lie in maps under this lock',
    sites: [
      ...turnOn(file, 'reflectOffsLock', { raceenabled: 1, raceacquire: 1 }),
      ...turnOn(file, 'reflectOffsUnlock', { raceenabled: 1, racerelease: 1 }),
      ...(moduleTypelinks ? turnOn(file, 'moduleTypelinks', { raceenabled: 3, raceacquire: 1, racerelease: 2 }) : []),
    ],
  }
}

/** `waitsForInit`: go1.27 lets a callback wait on a channel, whose edge it needs, instead of looking at a flag. */
export function cgocall({ waitsForInit }: { readonly waitsForInit: boolean }): Hook {
  const file = 'runtime/cgocall.go'
  return {
    id: 'cgocall',
    why: 'C code may synchronise in ways that Go cannot see: calls and callbacks are ordered with each other',
    sites: [
      ...turnOn(file, 'cgocall', { raceenabled: 2, racereleasemerge: 1, raceacquire: 1 }),
      ...turnOn(file, 'cgocallbackg1', { raceenabled: waitsForInit ? 3 : 2, raceacquire: 1, racereleasemerge: 1 }),
    ],
  }
}

/** `leaks`: go1.26 and newer have a profile of leaked goroutines. */
export function profiles({ leaks }: { readonly leaks: boolean }): Hook {
  const readers = ['goroutineProfileWithLabelsConcurrent', 'goroutineProfileWithLabelsSync', ...(leaks ? ['goroutineLeakProfileWithLabelsConcurrent'] : [])]
  return {
    id: 'profiles',
    why: 'labels are maps: who reads a profile comes after who set them',
    sites: [
      ...turnOn('runtime/proflabel.go', 'runtime_setProfLabel', { raceenabled: 1, racereleasemerge: 1 }),
      ...turnOn('runtime/profbuf.go', 'profBuf.read', { raceenabled: 1, raceacquire: 1 }),
      ...readers.flatMap((name) => turnOn('runtime/mprof.go', name, { raceenabled: 1, raceacquire: 1 })),
    ],
  }
}
