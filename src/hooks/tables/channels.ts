import type { Hook } from '../hook.ts'
import { removeStatement, renameIdentifier, replaceStatement, turnOn } from './shapes.ts'

const file = 'runtime/chan.go'
const exchange = { file, function: 'racesync' }

/** Channels and select: the same in go1.24-1.27. */
export const channels: readonly Hook[] = [
  {
    id: 'chan.edges',
    why: 'what channels and select have in common: the edge itself',
    required: true,
    sites: [
      // An unbuffered exchange orders both goroutines with each other: the engine does it without an object in between.
      replaceStatement(exchange, 'racerelease(chanbuf(c, 0))', 'mapsanChanSync(sg.g)'),
      removeStatement(exchange, 'raceacquireg(sg.g, chanbuf(c, 0))'),
      removeStatement(exchange, 'racereleaseg(sg.g, chanbuf(c, 0))'),
      removeStatement(exchange, 'raceacquire(chanbuf(c, 0))'),
      ...turnOn(file, 'racenotify', {
        raceacquire: 1, racerelease: 1, raceacquireg: 1, racereleaseg: 1, racereleaseacquire: 1, racereleaseacquireg: 1,
      }),
    ],
  },
  {
    id: 'chan',
    why: 'send, receive and close',
    sites: [
      ...turnOn(file, 'chansend', { raceenabled: 2, racereadpc: 1 }),
      ...turnOn(file, 'send', { raceenabled: 1 }),
      ...turnOn(file, 'closechan', { raceenabled: 3, racewritepc: 1, raceacquireg: 2 }),
      // Where elements have no size, close shares an address with the buffer: what senders left there must stay.
      renameIdentifier({ file, function: 'closechan' }, 'racerelease', 'mapsanReleaseMerge', 1),
      ...turnOn(file, 'chanrecv', { raceenabled: 3, raceacquire: 2 }),
      ...turnOn(file, 'recv', { raceenabled: 2 }),
    ],
  },
  {
    id: 'select',
    why: 'select; both functions must agree about the pcs of the cases',
    sites: [
      ...turnOn('runtime/select.go', 'selectgo', {
        raceenabled: 7, racereadpc: 1, raceReadObjectPC: 3, raceWriteObjectPC: 2, raceacquire: 1,
      }),
      ...turnOn('runtime/select.go', 'reflect_rselect', { raceenabled: 1 }),
    ],
  },
]
