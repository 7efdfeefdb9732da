import type { Hook, Site } from '../hook.ts'
import { append, expectExpression, importAmong, insertAfter, insertBefore, removeStatement, replaceExpression, silence, type Place } from './shapes.ts'

const mutexFile = 'internal/sync/mutex.go'
const inMutex = (name: string): Place => ({ file: mutexFile, function: `Mutex.${name}` })
const mutexMethods = ['Lock', 'TryLock', 'lockSlow', 'Unlock']

/** Where a Lock method returns to: the place that reports show. */
const callerPC = 'sys.GetCallerPC()'
const importSys = (file: string): readonly Site[] => [
  importAmong(file, 'internal/race', '"internal/runtime/sys"'),
  append(file, 'const _ = sys.PCQuantum'),
]

/** lockSlow is called by Lock alone; the hook behind it stands in Lock, whose caller is the user's code. */
const mutex: Hook = {
  id: 'mutex',
  why: 'Unlock happens before the next Lock; the engine remembers who holds what',
  sites: [
    ...['Lock', 'TryLock'].map((name) =>
      replaceExpression(inMutex(name), 'race.Acquire(unsafe.Pointer(m))', `race.Locked(unsafe.Pointer(m), ${callerPC})`)),
    removeStatement(inMutex('lockSlow'), 'race.Acquire(unsafe.Pointer(m))'),
    insertAfter(inMutex('Lock'), 'm.lockSlow()', `if race.Enabled { race.Locked(unsafe.Pointer(m), ${callerPC}) }`),
    replaceExpression(inMutex('Unlock'), 'race.Release(unsafe.Pointer(m))', 'race.Unlocking(unsafe.Pointer(m))'),
  ],
  off: mutexMethods.map((name) => silence(inMutex(name), 1)),
}

/**
 * Lock and Unlock are inlined into packages that are compiled with intrinsics off, where these calls would reach the hooked
 * functions: edges in both directions at each attempt, which hide races.
 */
const mutexAtomics: Hook = {
  id: 'mutex.atomics',
  why: 'the atomics inside of a mutex are no synchronisation of the user',
  required: true,
  sites: [
    ...importSys(mutexFile),
    replaceExpression({ file: mutexFile }, 'atomic.CompareAndSwapInt32', 'atomic.MapsanRawCompareAndSwapInt32', 5),
    replaceExpression({ file: mutexFile }, 'atomic.AddInt32', 'atomic.MapsanRawAddInt32', 2),
  ],
}

const rwFile = 'sync/rwmutex.go'
const inRw = (name: string): Place => ({ file: rwFile, function: `RWMutex.${name}` })
const readerSem = 'race.Acquire(unsafe.Pointer(&rw.readerSem))'
const writerSem = 'race.Acquire(unsafe.Pointer(&rw.writerSem))'

/** Typed atomics of a field become raw ones: `rw.readerCount.Add` → `rw.readerCount.MapsanRawAdd`. */
function rawMethods(file: string, fields: string, methods: string, count: number): Site {
  return {
    file,
    query: `(call_expression function: (selector_expression operand: (selector_expression field: (field_identifier) @owner)
      field: (field_identifier) @method) (#match? @owner "^(${fields})$") (#match? @method "^(${methods})$"))`,
    count,
    edits: [{ do: 'replace', at: 'method', text: 'MapsanRaw@method' }],
  }
}

/**
 * Readers: with raw atomics there is nothing to disable, and RLock and RUnlock shrink. Writers keep Disable and Enable,
 * because they lock the Mutex inside.
 */
const rwmutex: Hook = {
  id: 'rwmutex',
  why: 'Unlock happens before Lock and RLock, RUnlock before Lock',
  sites: [
    ...['RLock', 'TryRLock', 'RUnlock'].flatMap((name) => [
      removeStatement(inRw(name), 'race.Read(unsafe.Pointer(&rw.w))'),
      removeStatement(inRw(name), 'race.Disable()'),
      removeStatement(inRw(name), 'race.Enable()', name === 'TryRLock' ? 2 : 1),
    ]),
    removeStatement(inRw('rUnlockSlow'), 'race.Enable()'),
    replaceExpression(inRw('RLock'), readerSem, `race.RLocked(unsafe.Pointer(rw), ${callerPC})`),
    replaceExpression(inRw('TryRLock'), readerSem, `race.RLocked(unsafe.Pointer(rw), ${callerPC})`),
    replaceExpression(inRw('RUnlock'), 'race.ReleaseMerge(unsafe.Pointer(&rw.writerSem))', 'race.RUnlocking(unsafe.Pointer(rw))'),
    ...['Lock', 'TryLock'].flatMap((name) => [
      replaceExpression(inRw(name), readerSem, `race.WLocked(unsafe.Pointer(rw), ${callerPC})`),
      removeStatement(inRw(name), writerSem),
    ]),
    replaceExpression(inRw('Unlock'), 'race.Release(unsafe.Pointer(&rw.readerSem))', 'race.WUnlocking(unsafe.Pointer(rw))'),
  ],
  off: [
    ...Object.entries({ RLock: 2, TryRLock: 3, RUnlock: 2, Lock: 2, TryLock: 4, Unlock: 2 }).map(([name, count]) => silence(inRw(name), count)),
    removeStatement(inRw('rUnlockSlow'), 'race.Enable()'),
    removeStatement(inRw('Unlock'), 'race.Enable()', 2),
  ],
}

const rwmutexAtomics: Hook = {
  id: 'rwmutex.atomics',
  why: 'the atomics inside of a RWMutex are no synchronisation of the user: readers must not order each other',
  required: true,
  sites: [...importSys(rwFile), rawMethods(rwFile, 'readerCount|readerWait', 'Load|Add|CompareAndSwap', 10)],
}


const condFile = 'sync/cond.go'
const inCond = (name: string): Place => ({ file: condFile, function: `Cond.${name}` })
const signals = 'if race.Enabled { race.ReleaseMerge(unsafe.Pointer(&c.notify)) }'

/** "A call to Broadcast or Signal synchronizes before any Wait call that it unblocks." Go has no annotation there. */
const cond: Hook = {
  id: 'cond',
  why: 'Signal happens before the Wait that it ends, whether or not its caller holds the lock',
  sites: [
    importAmong(condFile, 'sync/atomic', '"internal/race"'),
    insertAfter(inCond('Wait'), 'runtime_notifyListWait(&c.notify, t)', 'if race.Enabled { race.Acquire(unsafe.Pointer(&c.notify)) }'),
    insertBefore(inCond('Signal'), 'runtime_notifyListNotifyOne(&c.notify)', signals),
    insertBefore(inCond('Broadcast'), 'runtime_notifyListNotifyAll(&c.notify)', signals),
  ],
}

/** Mutex, RWMutex and Cond: the same text in go1.24-1.27. */
export const locks: readonly Hook[] = [mutex, mutexAtomics, rwmutex, rwmutexAtomics, cond]

/** `bubbles`: go1.25 and newer know of synctest bubbles, and have more to turn off around that. */
export function waitGroup({ bubbles, atomics }: { readonly bubbles: boolean; readonly atomics: number }): readonly Hook[] {
  const file = 'sync/waitgroup.go'
  const add = { file, function: 'WaitGroup.Add' }
  const wait = { file, function: 'WaitGroup.Wait' }
  return [
    {
      id: 'waitgroup',
      why: 'Done happens before Wait returns',
      sites: [
        expectExpression(add, 'race.ReleaseMerge(unsafe.Pointer(wg))', 1),
        expectExpression(wait, 'race.Acquire(unsafe.Pointer(wg))', 2),
        removeStatement(add, 'race.Disable()'),
        removeStatement(add, 'defer race.Enable()'),
        removeStatement(wait, 'race.Disable()', bubbles ? 2 : 1),
        removeStatement(wait, 'race.Enable()', bubbles ? 3 : 2),
      ],
      off: [silence(add, 2), silence(wait, bubbles ? 6 : 4)],
    },
    {
      id: 'waitgroup.atomics',
      why: 'the atomics inside of a WaitGroup are no synchronisation of the user',
      required: true,
      sites: [rawMethods(file, 'state', 'Load|Store|Add|CompareAndSwap|Or', atomics)],
    },
  ]
}

const ioConditions: Readonly<Record<string, Readonly<Record<string, number>>>> = {
  'syscall/syscall_unix.go': { Read: 1, Write: 2, Pread: 1, Pwrite: 2, Sendfile: 1 },
  'syscall/syscall_windows.go': { ReadFile: 1, WriteFile: 2 },
  'internal/poll/fd_windows.go': { 'FD.Read': 1, 'FD.Write': 1, 'FD.Writev': 1 },
}

const ioFunctions = Object.entries(ioConditions).flatMap(([file, functions]) =>
  Object.entries(functions).map(([name, conditions]) => ({ place: { file, function: name }, conditions })))

/** Synchronisation that is right as it stands, once internal/race does something. Left out, its calls become empty ones. */
export const unchanged: readonly Hook[] = [
  {
    id: 'iter',
    why: 'iter.Pull hands over between two goroutines through runtime/coro.go, which has no annotation',
    sites: pulls('race.Acquire', 4).concat(pulls('race.Release', 5)).map((site) => ({ ...site, edits: [] })),
    off: pulls('race.Acquire', 4).concat(pulls('race.Release', 5)),
  },
  {
    id: 'io',
    why: 'what one goroutine writes to a file or socket happens before another reads it',
    sites: ioFunctions.map(({ place, conditions }) => expectExpression(place, 'race.Enabled', conditions)),
    off: ioFunctions.map(({ place, conditions }) => silence(place, conditions)),
  },
]

function pulls(call: string, count: number): readonly Site[] {
  return ['Pull', 'Pull2'].map((name) => replaceExpression({ file: 'iter/iter.go', function: name }, call, 'race.Read', count))
}
