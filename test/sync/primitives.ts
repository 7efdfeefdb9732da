/** A test of a package of fixtures/sync, and the hooks without any one of which it is a (false) report, in go1.26. */
export interface Primitive {
  readonly test: string
  readonly needs: readonly string[]
}

function primitive(name: string, ...needs: readonly string[]): Primitive {
  return { test: `TestNoRace${name}`, needs }
}

export const primitives: readonly Primitive[] = [
  primitive('Mutex', 'mutex'),
  primitive('MutexTryLock', 'mutex'),
  primitive('RWMutexUnlockRLock', 'rwmutex'),
  primitive('RWMutexRUnlockLock', 'rwmutex'),
  primitive('CondWait', 'mutex'),
  primitive('CondSignal', 'cond'),
  primitive('Once', 'atomics.typed'),
  primitive('WaitGroup', 'waitgroup'),
  primitive('Pool', 'pool'),
  primitive('SyncMap', 'atomics.typed'),
  primitive('Channel', 'chan'),
  primitive('ChannelReceiveFirst', 'chan'),
  primitive('ChannelBuffered', 'chan'),
  primitive('ChannelSemaphore', 'chan'),
  primitive('ChannelClose', 'chan'),
  primitive('Select', 'select'),
  primitive('ContextWaiting', 'chan'),
  primitive('Context', 'atomics.value'),
  primitive('AtomicTyped', 'atomics.typed'),
  primitive('AtomicTypedSpin', 'atomics.typed'),
  primitive('AtomicRaw', 'atomics.raw'),
  primitive('AtomicRawSpin', 'atomics.raw'),
  primitive('AtomicRawInDependency', 'atomics.raw'),
  primitive('AtomicRawPointer', 'atomics.raw', 'atomics.pointer'),
  primitive('AtomicPointerCopyOnWrite', 'atomics.typed', 'atomics.pointer'),
  primitive('AtomicValue', 'atomics.value'),
  primitive('AfterFunc', 'timers'),
  primitive('TimerChannel', 'timers', 'chan'),
  primitive('TickerChannel', 'timers', 'chan'),
  primitive('Finalizer', 'finalizers'),
  primitive('Cleanup', 'cleanups'),
  primitive('Metrics', 'metrics'),
  primitive('ReflectTypes', 'reflectOffs'),
  primitive('IterPull', 'iter'),
  primitive('Pipe', 'io'),
  primitive('File', 'io'),
  primitive('CgoCallback', 'cgocall'),
  primitive('SynctestWait', 'synctest'),
  primitive('SynctestEnd', 'synctest'),
]
