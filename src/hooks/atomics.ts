const integers = 'Int32|Int64|Uint32|Uint64|Uintptr'
const operation = new RegExp(`\\b((And|Or|Add|Load|Store|Swap|CompareAndSwap)(${integers})|LoadPointer)\\b`)

/** An import path may be spelt with escapes, which nobody does; such a file counts as if it imported everything. */
const escapedImport = /\bimport\b[^)]*?"[^"\n]*\\/

/**
 * Whether a Go source can call functions of sync/atomic, such as atomic.AddInt64, which the compiler turns into an
 * instruction unless the package is compiled with `-d=ssa/intrinsics/off`. It looks for the names, so it finds them under
 * any name of the import, as values, and behind go:linkname. A mention in a comment counts as well: a false alarm costs
 * a little speed, a miss costs false reports. StorePointer, SwapPointer and CompareAndSwapPointer are never instructions.
 */
export function usesRawAtomics(goSource: string): boolean {
  return operation.test(goSource) && (goSource.includes('sync/atomic') || escapedImport.test(goSource))
}
