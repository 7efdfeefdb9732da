import { expect, test } from 'vitest'
import type { Stack } from '../../src/model/finding.ts'
import { callerOfEdge, classifyEdge } from '../../src/run/edges.ts'

// Innermost first, as go1.24 to go1.27 have them.
test.each([
  ['channel', ['runtime.recv', 'runtime.chanrecv', 'runtime.chanrecv1']],
  ['channel', ['runtime.racenotify', 'runtime.chansend', 'runtime.chansend1']],
  ['channel', ['runtime.selectgo']],
  ['channel', ['runtime.chanrecv', 'runtime.reflect_chanrecv', 'reflect.Value.recv', 'reflect.Value.Recv']],
  ['lock', ['sync.(*Mutex).Lock']],
  ['lock', ['internal/sync.(*Mutex).Lock', 'sync.(*Mutex).Lock']],
  ['lock', ['sync.(*RWMutex).RLock']],
  ['lock', ['sync.(*Mutex).Lock', 'sync.(*Cond).Wait']],
  ['WaitGroup', ['sync.(*WaitGroup).Wait']],
  ['once', ['sync.(*Mutex).Lock', 'sync.(*Once).doSlow', 'sync.(*Once).Do']],
  ['once', ['sync/atomic.(*Bool).Load', 'sync.(*Once).Do', 'sync.OnceValue[...].func2']],
  ['atomic', ['sync/atomic.(*Pointer[...]).Load']],
  ['atomic', ['runtime.mapsanAtomicBeforeSlow', 'sync/atomic.AddInt64']],
  ['other', ['sync/atomic.(*Pointer[...]).Load', 'internal/sync.(*HashTrieMap[...]).Load', 'sync.(*Map).Load']],
  ['other', ['internal/poll.(*fdMutex).rwlock', 'internal/poll.(*FD).readLock']],
  ['other', []],
] as const)('%s: %j', (kind, calls) => {
  const users = [frame('main.serve'), frame('sync/errgroup.ofMine'), frame('main.main')]
  const stack = [...calls.map(frame), ...users]
  expect(classifyEdge(stack)).toBe(kind)
  expect(callerOfEdge(stack)).toEqual(users)
})

test('a package of the user that is called like one of Go is not taken for it', () => {
  const stack = [frame('example.com/sync.(*Mutex).Lock'), frame('main.main')]
  expect(classifyEdge(stack)).toBe('other')
  expect(callerOfEdge(stack)).toEqual(stack)
})

test('what Go does by itself has no caller', () => {
  const stack = [frame('runtime.chanrecv1'), frame('runtime.runFinalizers')]
  expect(callerOfEdge(stack)).toEqual([])
})

function frame(name: string): Stack[number] {
  return { function: name, file: '/src/x.go', line: 1 }
}
