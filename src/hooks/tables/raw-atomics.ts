import type { Hook, Site } from '../hook.ts'
import { append, importBeside, renameCallees, renameIdentifier, replaceComment } from './shapes.ts'

/*
 * Raw twins of all atomic operations, which have no hooks: what the hooked ones are made of (atomics.ts), and for what in
 * package sync is no synchronisation of the user.
 */

export const typeFile = 'sync/atomic/type.go'
export const valueFile = 'sync/atomic/value.go'
export const pointerFile = 'runtime/atomic_pointer.go'
export const types = 'Int32|Int64|Uint32|Uint64|Uintptr'

/** How internal/runtime/atomic calls the operations on an integer type. `via`: the type that And and Or are written for. */
interface Integer {
  readonly name: string
  readonly type: string
  readonly load: string
  readonly store: string
  readonly swap: string
  readonly cas: string
  /** A call: Xadd of an unsigned type takes the signed difference. */
  readonly add: string
  readonly bits: { readonly suffix: string; readonly via: string }
}

const integers: readonly Integer[] = [
  { name: 'Int32', type: 'int32', load: 'Loadint32', store: 'Storeint32', swap: 'Xchgint32', cas: 'Casint32', add: 'Xaddint32(addr, val)', bits: { suffix: '32', via: 'uint32' } },
  { name: 'Int64', type: 'int64', load: 'Loadint64', store: 'Storeint64', swap: 'Xchgint64', cas: 'Casint64', add: 'Xaddint64(addr, val)', bits: { suffix: '64', via: 'uint64' } },
  { name: 'Uint32', type: 'uint32', load: 'Load', store: 'Store', swap: 'Xchg', cas: 'Cas', add: 'Xadd(addr, int32(val))', bits: { suffix: '32', via: 'uint32' } },
  { name: 'Uint64', type: 'uint64', load: 'Load64', store: 'Store64', swap: 'Xchg64', cas: 'Cas64', add: 'Xadd64(addr, int64(val))', bits: { suffix: '64', via: 'uint64' } },
  { name: 'Uintptr', type: 'uintptr', load: 'Loaduintptr', store: 'Storeuintptr', swap: 'Xchguintptr', cas: 'Casuintptr', add: 'Xadduintptr(addr, val)', bits: { suffix: 'uintptr', via: 'uintptr' } },
]

function rawFunctions({ name, type, load, store, swap, cas, add, bits }: Integer): readonly string[] {
  const bitwise = (op: 'And' | 'Or'): string =>
    `func MapsanRaw${op}${name}(addr *${type}, mask ${type}) ${type} { return ${type}(raw.${op}${bits.suffix}((*${bits.via})(unsafe.Pointer(addr)), ${bits.via}(mask))) }`
  return [
    `func MapsanRawLoad${name}(addr *${type}) ${type} { return raw.${load}(addr) }`,
    `func MapsanRawStore${name}(addr *${type}, val ${type}) { raw.${store}(addr, val) }`,
    `func MapsanRawSwap${name}(addr *${type}, val ${type}) ${type} { return raw.${swap}(addr, val) }`,
    `func MapsanRawCompareAndSwap${name}(addr *${type}, old, val ${type}) bool { return raw.${cas}(addr, old, val) }`,
    `func MapsanRawMayCompareAndSwap${name}(addr *${type}, old ${type}) bool { return raw.${load}(addr) == old }`,
    `func MapsanRawAdd${name}(addr *${type}, val ${type}) ${type} { return raw.${add} }`,
    bitwise('And'),
    bitwise('Or'),
  ]
}

const baseDeclarations = `
//go:linkname mapsanAcquire
//go:noescape
func mapsanAcquire(addr unsafe.Pointer)

//go:linkname mapsanRelease
//go:noescape
func mapsanRelease(addr unsafe.Pointer)

//go:linkname mapsanBefore
//go:noescape
func mapsanBefore(addr unsafe.Pointer) (*uint64, uint64)

// Pushed by runtime/atomic_pointer.go.

//go:linkname mapsanRawStorePointer
func mapsanRawStorePointer(addr *unsafe.Pointer, val unsafe.Pointer)

//go:linkname mapsanRawSwapPointer
func mapsanRawSwapPointer(addr *unsafe.Pointer, new unsafe.Pointer) (old unsafe.Pointer)

//go:linkname mapsanRawCompareAndSwapPointer
func mapsanRawCompareAndSwapPointer(addr *unsafe.Pointer, old, new unsafe.Pointer) (swapped bool)

// The operations without a hook, also where they are inlined into a package that is compiled with intrinsics off.

func MapsanRawLoadPointer(addr *unsafe.Pointer) unsafe.Pointer { return raw.Loadp(unsafe.Pointer(addr)) }
${integers.flatMap(rawFunctions).join('\n')}

// For the fields of sync.RWMutex and sync.WaitGroup, and of what sync.Map is made of.

func (x *Int32) MapsanRawLoad() int32 { return MapsanRawLoadInt32(&x.v) }
func (x *Int32) MapsanRawAdd(delta int32) int32 { return MapsanRawAddInt32(&x.v, delta) }
func (x *Int32) MapsanRawCompareAndSwap(old, new int32) bool { return MapsanRawCompareAndSwapInt32(&x.v, old, new) }
func (x *Uint32) MapsanRawLoad() uint32 { return MapsanRawLoadUint32(&x.v) }
func (x *Pointer[T]) MapsanRawLoad() *T { return (*T)(MapsanRawLoadPointer(&x.v)) }
func (x *Uint64) MapsanRawLoad() uint64 { return MapsanRawLoadUint64(&x.v) }
func (x *Uint64) MapsanRawStore(val uint64) { MapsanRawStoreUint64(&x.v, val) }
func (x *Uint64) MapsanRawAdd(delta uint64) uint64 { return MapsanRawAddUint64(&x.v, delta) }
func (x *Uint64) MapsanRawCompareAndSwap(old, new uint64) bool { return MapsanRawCompareAndSwapUint64(&x.v, old, new) }
func (x *Uint64) MapsanRawOr(mask uint64) uint64 { return MapsanRawOrUint64(&x.v, mask) }`

export const pointerOperations = [
  { name: 'Store', raw: 'atomic.Storeuintptr', parameters: '(ptr *unsafe.Pointer, new unsafe.Pointer)', call: '(ptr, new)' },
  { name: 'Swap', raw: 'atomic.Xchguintptr', parameters: '(ptr *unsafe.Pointer, new unsafe.Pointer) unsafe.Pointer', call: '(ptr, new)' },
  { name: 'CompareAndSwap', raw: 'atomic.Casuintptr', parameters: '(ptr *unsafe.Pointer, old, new unsafe.Pointer) bool', call: '(ptr, old, new)' },
] as const

/** The runtime's body of sync/atomic.StorePointer becomes that of mapsanRawStorePointer, and no longer goes through sync/atomic itself. */
function rawPointerSites({ name, raw }: (typeof pointerOperations)[number]): readonly Site[] {
  const pushed = `sync_atomic_${name}Pointer`
  return [
    replaceComment(pointerFile, `//go:linkname ${pushed} sync/atomic.${name}Pointer`, `//go:linkname mapsanRaw${name}Pointer sync/atomic.mapsanRaw${name}Pointer`),
    renameIdentifier({ file: pointerFile }, pushed, `mapsanRaw${name}Pointer`, 1),
    {
      file: pointerFile,
      query: `((call_expression function: (identifier) @callee) (#eq? @callee "sync_atomic_${name}Uintptr"))`,
      count: 1,
      edits: [{ do: 'replace', at: 'callee', text: raw }],
    },
    // The pull of the function that is no longer called: sync/atomic has a Go body for it now, or none.
    replaceComment(pointerFile, `//go:linkname sync_atomic_${name}Uintptr sync/atomic.${name}Uintptr`, '//'),
    {
      file: pointerFile,
      query: `((function_declaration name: (identifier) @name !body) @it (#eq? @name "sync_atomic_${name}Uintptr"))`,
      count: 1,
      edits: [{ do: 'replace', at: 'it', text: '' }],
    },
  ]
}

export const rawAtomics: Hook = {
  id: 'atomics.base',
  why: 'atomic operations that are no synchronisation of the user, and what the hooked ones are made of',
  required: true,
  sites: [
    importBeside(typeFile, 'unsafe', 'raw "internal/runtime/atomic"'),
    append(typeFile, baseDeclarations),
    ...pointerOperations.flatMap(rawPointerSites),
    renameCallees(valueFile, 'LoadPointer', 'MapsanRaw@callee', 6),
    renameCallees(valueFile, 'StorePointer|SwapPointer|CompareAndSwapPointer', 'mapsanRaw@callee', 12),
  ],
}
