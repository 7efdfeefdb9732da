import type { Hook } from '../hook.ts'
import { removeStatement, replaceExpression, turnOn } from './shapes.ts'

const file = 'runtime/proc.go'

/** Where goroutines, and what stands in for them, begin and end. */
export const goroutines: readonly Hook[] = [
  {
    id: 'goroutines',
    why: 'a go statement orders its goroutine after itself; without a context nothing of a goroutine is seen',
    sites: [
      ...turnOn(file, 'newproc1', { raceenabled: 1, racegostart: 1, racereleasemergeg: 1 }),
      ...turnOn(file, 'goexit1', { raceenabled: 1, racereleasemergeg: 1, racegoend: 1 }),
    ],
  },
  {
    id: 'cgo.threads',
    why: 'goroutines that a callback from C gets on a foreign thread (newextram)',
    sites: turnOn(file, 'oneNewExtraM', { raceenabled: 1, racegostart: 1 }),
  },
  // No program shows whether it is there, but for memory: a context in which timers run reaches no map, and without the
  // hook one is lost whenever GOMAXPROCS takes away a P whose timers have run.
  {
    id: 'timers.end',
    why: 'a P that goes gives the context of its timers back',
    sites: [
      ...turnOn(file, 'p.destroy', { raceenabled: 1, racectxend: 1 }),
      removeStatement({ file, function: 'p.destroy' }, 'raceprocdestroy(pp.raceprocctx)'),
    ],
  },
  {
    id: 'exit',
    why: 'reports are complete, and the exit code is the right one, when the process ends by itself',
    sites: [
      ...turnOn(file, 'main', { raceenabled: 1 }),
      replaceExpression({ file, function: 'main' }, 'racefini()', 'mapsanExit(0)'),
      replaceExpression({ file, function: 'os_beforeExit' }, 'exitCode == 0 && raceenabled', 'mapsanEnabled'),
      replaceExpression({ file, function: 'os_beforeExit' }, 'racefini()', 'mapsanExit(exitCode)'),
    ],
  },
]

export function finalizers(runner: 'runfinq' | 'runFinalizers'): Hook {
  return {
    id: 'finalizers',
    why: 'a finalizer runs after everything that its object saw',
    sites: turnOn('runtime/mfinal.go', runner, { raceenabled: 1, racefingo: 1 }),
  }
}

/**
 * go1.25 and newer; go1.24 runs cleanups as finalizers. `key`: what the annotation synchronises on, to hand the knowledge
 * to the cleanup's own context. It is the user's object, whose address may be that of a mutex with a clock of its own,
 * which the release would overwrite. The entry in the block of cleanups is nobody else's.
 */
export function cleanups(key: 'fn' | 'c.arg'): Hook {
  const file = 'runtime/mcleanup.go'
  return {
    id: 'cleanups',
    why: 'each cleanup runs in a context of its own, ordered after AddCleanup and after its object became unreachable',
    sites: [
      ...turnOn(file, 'runCleanups', {
        raceenabled: 3, racefingo: 1, racerelease: 1, raceacquire: 1, raceEnterNewCtx: 1, raceRestoreCtx: 1,
      }),
      replaceExpression({ file, function: 'runCleanups' }, `unsafe.Pointer(${key})`, 'unsafe.Pointer(&b.cleanups[i])', 2),
    ],
  }
}
