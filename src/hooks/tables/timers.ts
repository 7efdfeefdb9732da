import type { Hook } from '../hook.ts'
import { renameIdentifier, turnOn } from './shapes.ts'

/** `inBubble`: go1.25 and newer order a timer of a synctest bubble before the next Wait. */
export function timers({ inBubble }: { readonly inBubble: boolean }): Hook {
  const file = 'runtime/time.go'
  return {
    id: 'timers',
    why: 'setting a timer happens before its function runs; the functions of one P run in one context',
    sites: [
      ...turnOn(file, 'newTimer', { raceenabled: 1, racerelease: 1 }),
      ...turnOn(file, 'resetTimer', { raceenabled: 1 }),
      // The hook is not under the timer's lock: a Reset at the same time, or the firing that it is late for, keeps its edge.
      renameIdentifier({ file, function: 'resetTimer' }, 'racerelease', 'mapsanReleaseMerge', 1),
      ...turnOn(file, 'timer.unlockAndRun', {
        raceenabled: inBubble ? 4 : 3, racegostart: 1, raceacquirectx: 1, ...(inBubble ? { racereleasemergeg: 1 } : {}),
      }),
    ],
  }
}

export function synctest(bubble: 'synctestGroup' | 'synctestBubble'): Hook {
  const file = 'runtime/synctest.go'
  return {
    id: 'synctest',
    why: 'synctest.Wait and the end of a bubble happen after what its goroutines did',
    sites: [
      ...turnOn(file, `${bubble}.changegstatus`, { raceenabled: 1, racereleasemergeg: 1 }),
      ...turnOn(file, 'synctestRun', { raceenabled: 1, raceacquireg: 1 }),
      ...turnOn(file, 'synctestWait', { raceenabled: 1, raceacquireg: 1 }),
    ],
  }
}
