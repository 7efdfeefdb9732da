/** Why a race of the race detector's tests is none on a map, even after conversion. */
const reasons = {
  channel: 'the memory is the channel: closing it while another goroutine sends or closes',
  atomic: 'the memory is the variable of an atomic operation, which another goroutine uses plainly',
  waitGroup: 'the memory is the WaitGroup: Add is called while Wait is under way; the data around it is ordered',
  mutex: 'the memory is the mutex, which is overwritten while it is in use',
  entry: 'the memory is the key or value that is copied into or out of a map',
  element: 'the memory is an element of a slice or array that is copied, appended, ranged over or measured as a whole',
  pointer: 'the memory is reached through a pointer, which a map cannot be',
  result: 'the memory is a named result, which has no declaration that could make a map',
  buffer: 'the memory is the bytes of a buffer that a reader fills',
  skipped: 'Go itself skips this test',
} as const

function races(reason: keyof typeof reasons, names: string): readonly (readonly [string, string])[] {
  return names.split(/\s+/).map((name) => [`TestRace${name}`, reasons[reason]] as const)
}

/** Every `TestRace…` that must not be reported. All others must be. */
export const noMapMemory: ReadonlyMap<string, string> = new Map([
  ...races('channel', 'ChanSendClose ChanSendSelectClose ChanCloseSend ChanSyncCloseSend ChanAsyncCloseSend'),
  ...races('atomic', 'AtomicStoreLoad AtomicLoadStore AtomicAddLoad AtomicAddStore'),
  ...races('waitGroup', 'WaitGroupWrongAdd WaitGroupReuse'),
  ...races('mutex', 'MutexOverwrite'),
  ...races('entry', 'MapLookupPartKey MapLookupPartKey2 MapDeletePartKey MapInsertPartKey MapInsertPartVal'),
  ...races('entry', 'MapBigKeyAccess1 MapBigKeyAccess2 MapBigKeyInsert MapBigKeyDelete MapBigValInsert MapBigValAccess1 MapBigValAccess2'),
  ...races('element', 'MapAssignMultipleReturn CompArray ArrayCopy NestedArrayCopy AppendRW Pool Conv4'),
  ...races('element', 'SliceStruct AppendSliceStruct SliceCopyRead SliceCopyWrite2 SliceCopyWrite3 SliceDifferent SliceRangeWrite'),
  ...races('element', 'SliceAppend SliceAppendWrite SliceAppendSlice SliceAppendSlice2 SliceAppendString'),
  ...races('element', 'PointerSliceCopyRead PointerSliceCopyWrite2 PointerSliceAppend PointerSliceAppendWrite'),
  ...races('element', 'PointerSliceAppendSlice PointerSliceAppendSlice2 SliceByteToString SliceRuneToString Slice4 ReflectCopyWW'),
  ...races('pointer', 'IntptrRW StringPtrRW FuncArgsRW Indirection TLS MethodValue3 MethodThunk4 StructInd Conv2'),
  ...races('pointer', 'CaseTypeBody BetweenCleanups ReflectRW ReflectWW'),
  ...races('result', 'HeapParam'),
  ...races('buffer', 'Issue5567 Issue51618 Issue5654'),
  ...races('skipped', 'RangeFuncIterator'),
])
