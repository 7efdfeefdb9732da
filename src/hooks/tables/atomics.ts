import type { Edit, Hook, Site, Takeover } from '../hook.ts'
import { append, importAmong, importBeside, insertBefore, renameIdentifier } from './shapes.ts'

/*
 * sync/atomic in go1.24-1.27. "If the effect of an atomic operation A is observed by atomic operation B, then A is
 * synchronized before B" (go.dev/ref/mem). A hook and its operation are two steps, and others come between them. So:
 *
 *   Store    releases, then stores: whoever sees the value finds the edge. It merges: until the store, others still see
 *            the value before, whose edge must stay. Extra: who loads between the two, or an older edge afterwards.
 *   Load     loads, then acquires: the edge of the value is there, since it came before the value.
 *   Add, Swap, And, Or, CompareAndSwap that succeeds: a Load and a Store at once. mapsanBefore acquires and releases what
 *            it knows; what came in between is acquired afterwards, and mapsanBefore tells whether there can be any.
 *   CompareAndSwap that fails has no effect, so nobody is ordered after it; but it has seen a value, so it is ordered after
 *            whoever stored that. It is a Load that finds another value than the old one. Only if it loses to somebody
 *            between that Load and the raw operation has it released what it knows. The race detector holds a lock of its own
 *            around each operation, and is exact: it too lets a failed one acquire only.
 *
 * Extra edges can hide a race; none is ever missing. shim/engine tests this with others between each hook and operation.
 *
 *   atomics.base     raw twins of everything, which are not hooked: for the methods, for sync, and for the hooks themselves
 *   atomics.typed    methods of Int32 … Uintptr, Bool, and Pointer.Load
 *   atomics.raw      functions on integers, and LoadPointer. Intrinsics: only packages compiled with
 *                    -d=ssa/intrinsics/off call them
 *   atomics.pointer  StorePointer, SwapPointer, CompareAndSwapPointer: never intrinsics, and behind Pointer's methods too
 *   atomics.value    Value, at its own address
 */

const typeFile = 'sync/atomic/type.go'
const valueFile = 'sync/atomic/value.go'
const pointerFile = 'runtime/atomic_pointer.go'
const types = 'Int32|Int64|Uint32|Uint64|Uintptr'

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

// For the fields of sync.RWMutex and sync.WaitGroup.

func (x *Int32) MapsanRawLoad() int32 { return MapsanRawLoadInt32(&x.v) }
func (x *Int32) MapsanRawAdd(delta int32) int32 { return MapsanRawAddInt32(&x.v, delta) }
func (x *Int32) MapsanRawCompareAndSwap(old, new int32) bool { return MapsanRawCompareAndSwapInt32(&x.v, old, new) }
func (x *Uint64) MapsanRawLoad() uint64 { return MapsanRawLoadUint64(&x.v) }
func (x *Uint64) MapsanRawStore(val uint64) { MapsanRawStoreUint64(&x.v, val) }
func (x *Uint64) MapsanRawAdd(delta uint64) uint64 { return MapsanRawAddUint64(&x.v, delta) }
func (x *Uint64) MapsanRawCompareAndSwap(old, new uint64) bool { return MapsanRawCompareAndSwapUint64(&x.v, old, new) }
func (x *Uint64) MapsanRawOr(mask uint64) uint64 { return MapsanRawOrUint64(&x.v, mask) }`

const pointerOperations = [
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

function replaceComment(file: string, comment: string, text: string): Site {
  return { file, query: `((comment) @it (#eq? @it "${comment}"))`, count: 1, edits: [{ do: 'replace', at: 'it', text }] }
}

/** What sync/atomic.StorePointer and the other two are now; `around` puts hooks around the raw operation. */
function pushPointers(around: (name: string, call: string) => string): Site {
  return append(pointerFile, pointerOperations.map(({ name, parameters, call }) => `
//go:linkname sync_atomic_${name}Pointer sync/atomic.${name}Pointer
func sync_atomic_${name}Pointer${parameters} { ${around(name, `mapsanRaw${name}Pointer${call}`)} }`).join('\n'))
}

const hookedPointer = (name: string, call: string): string =>
  name === 'Store'
    ? `mapsanAtomicRelease(unsafe.Pointer(ptr)); ${call}`
    : `${name === 'CompareAndSwap' ? 'if atomic.Loadp(unsafe.Pointer(ptr)) != old { mapsanAtomicAcquire(unsafe.Pointer(ptr)); return false }; ' : ''}at, tag := mapsanAtomicBefore(unsafe.Pointer(ptr)); result := ${call}; if *at != tag { mapsanAtomicAcquire(unsafe.Pointer(ptr)) }; return result`

const rawPointer = (name: string, call: string): string => (name === 'Store' ? call : `return ${call}`)

const base: Hook = {
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

function renameCallees(file: string, names: string, text: string, count: number): Site {
  return {
    file,
    query: `((call_expression function: (identifier) @callee) (#match? @callee "^(${names})$"))`,
    count,
    edits: [{ do: 'replace', at: 'callee', text }],
  }
}

const acquireField = 'mapsanAcquire(unsafe.Pointer(&x.v))'

/** A method of type.go that returns an expression; Load has a nameless result, the others a named one. */
function typedReturns(methods: string, result: string, count: number, edits: readonly Edit[], excluded: string): Site {
  return {
    file: typeFile,
    query: `((method_declaration receiver: (parameter_list) @receiver name: (field_identifier) @method result: ${result}
      body: (block (statement_list (return_statement "return" @return) @statement)))
      (#match? @method "^(${methods})$") (#not-match? @receiver "${excluded}"))`,
    count,
    edits,
  }
}

const typed: Hook = {
  id: 'atomics.typed',
  why: 'the methods of atomic.Int32 … Pointer are synchronisation',
  sites: [
    typedReturns('Load', '(_) @result', 7, [
      { do: 'replace', at: 'result', text: '(mapsanValue @result)' },
      { do: 'replace', at: 'return', text: 'mapsanValue =' },
      { do: 'insert after', at: 'statement', text: `; ${acquireField}; return` },
    ], '^$'),
    {
      // In front of what the next site puts here.
      file: typeFile,
      query: `((method_declaration name: (field_identifier) @method body: (block (statement_list (return_statement
        (expression_list (call_expression function: (identifier) @callee arguments: (argument_list . (_) @addr . (_) @old)))) @statement)))
        (#eq? @method "CompareAndSwap") (#not-eq? @callee "CompareAndSwapPointer"))`,
      count: 6,
      edits: [{ do: 'insert before', at: 'statement', text: `if !MapsanRawMay@callee(@addr, @old) { ${acquireField}; return }; ` }],
    },
    // Pointer's other methods call StorePointer and its like, which are hooked in package runtime.
    typedReturns('Swap|CompareAndSwap|Add|And|Or', '(parameter_list (parameter_declaration name: (identifier) @result))', 27, [
      { do: 'replace', at: 'return', text: 'mapsanAt, mapsanTag := mapsanBefore(unsafe.Pointer(&x.v)); @result =' },
      { do: 'insert after', at: 'statement', text: `; if *mapsanAt != mapsanTag { ${acquireField} }; return` },
    ], 'Pointer'),
    {
      file: typeFile,
      query: `((method_declaration receiver: (parameter_list) @receiver name: (field_identifier) @method
        body: (block (statement_list (expression_statement) @statement)))
        (#eq? @method "Store") (#not-match? @receiver "Pointer"))`,
      count: 6,
      edits: [{ do: 'insert before', at: 'statement', text: 'mapsanRelease(unsafe.Pointer(&x.v)); ' }],
    },
    renameCallees(typeFile, `(Load|Store|Swap|CompareAndSwap|Add|And|Or)(${types})|LoadPointer`, 'MapsanRaw@callee', 40),
  ],
}

/** The functions of doc.go and doc_64.go get bodies, in place of assembly. Pointer functions other than LoadPointer have theirs in package runtime. */
function bodies(file: string, counts: { readonly load: number; readonly store: number; readonly update: number; readonly integers: number }): readonly Site[] {
  const functions = (operations: string, result: string, count: number, body: string): Site => ({
    file,
    query: `((function_declaration name: (identifier) @name
      parameters: (parameter_list . (parameter_declaration . name: (identifier) @addr)) @parameters ${result} !body) @it
      (#match? @name "^(${operations})$"))`,
    count,
    edits: [{ do: 'insert after', at: 'it', text: body }],
  })
  const result = 'result: (parameter_list (parameter_declaration name: (identifier) @result))'
  const acquire = 'mapsanAcquire(unsafe.Pointer(addr))'
  const aroundCall = (result: string, call: string): string =>
    `at, tag := mapsanBefore(unsafe.Pointer(addr)); ${result} = ${call}; if *at != tag { ${acquire} }; return`
  const update = (operations: string, call: string, count: number): Site =>
    functions(`(${operations})(${types})`, result, count, ` { ${aroundCall('@result', call)} }`)
  const each = counts.update / 5
  return [
    functions(`Load(${types}|Pointer)`, result, counts.load, ` { val = MapsanRaw@name(addr); ${acquire}; return }`),
    functions(`Store(${types})`, '!result', counts.store, ' { mapsanRelease(unsafe.Pointer(addr)); MapsanRaw@name(addr, val) }'),
    update('Swap', 'MapsanRaw@name(addr, new)', each),
    functions(`CompareAndSwap(${types})`, result, each,
      ` { if !MapsanRawMay@name(addr, old) { ${acquire}; return }; ${aroundCall('@result', 'MapsanRaw@name(addr, old, new)')} }`),
    update('Add', 'MapsanRaw@name(addr, delta)', each),
    update('And|Or', 'MapsanRaw@name(addr, mask)', 2 * each),
    // On functions without a body only; the compiler sees for itself what escapes from these bodies.
    { ...replaceComment(file, '//go:noescape', '//go:noinline'), count: counts.integers },
  ]
}

/**
 * One such call when the program starts, in a package that nearly every program has and that MapSan always compiles with
 * intrinsics off. An engine that does not see it was built with other compiler settings, and stays silent.
 */
const probeFile = 'errors/join.go'
const probe: readonly Site[] = [
  importAmong(probeFile, 'unsafe', '"sync/atomic"'),
  append(probeFile, `
//go:linkname mapsanProbeBegins
func mapsanProbeBegins()

//go:linkname mapsanProbeEnds
func mapsanProbeEnds(addr unsafe.Pointer)

var mapsanProbe int32

func init() { mapsanProbeBegins(); atomic.AddInt32(&mapsanProbe, 1); mapsanProbeEnds(unsafe.Pointer(&mapsanProbe)) }`),
]

const rawHook: Hook = {
  id: 'atomics.raw',
  why: 'functions such as atomic.AddInt64 are synchronisation, wherever they are real calls',
  sites: [
    ...bodies('sync/atomic/doc.go', { load: 4, store: 3, update: 15, integers: 21 }),
    directiveBefore('sync/atomic/doc.go', 'LoadPointer'),
    ...bodies('sync/atomic/doc_64.go', { load: 2, store: 2, update: 10, integers: 14 }),
    { file: 'sync/atomic/doc_64.go', query: '(package_clause) @package', count: 1, edits: [{ do: 'insert after', at: 'package', text: '; import "unsafe"' }] },
    ...probe,
  ],
}

const pointer: Hook = {
  id: 'atomics.pointer',
  why: 'atomic.StorePointer, Pointer.Store, and their like are synchronisation',
  sites: [pushPointers(hookedPointer)],
  off: [pushPointers(rawPointer)],
}

/** Puts a hooked method in front of one of Value's, which goes on under a name of its own, on the same line. */
function valueMethod(name: string, signature: string, hidden: string, body: string): Site {
  return {
    file: valueFile,
    function: `Value.${name}`,
    query: '(method_declaration body: (block) @body)',
    count: 1,
    edits: [{ do: 'insert before', at: 'body', text: `{ ${body} }; func (v *Value) ${hidden}${signature} ` }],
  }
}

const acquireValue = 'mapsanAcquire(unsafe.Pointer(v)); return'

const value: Hook = {
  id: 'atomics.value',
  why: 'atomic.Value is one object of synchronisation, at its own address, although it is made of two pointers',
  sites: [
    valueMethod('Load', '() (val any)', 'mapsanLoad', `val = v.mapsanLoad(); ${acquireValue}`),
    valueMethod('Store', '(val any)', 'mapsanStore', 'mapsanRelease(unsafe.Pointer(v)); v.mapsanStore(val)'),
    valueMethod('Swap', '(new any) (old any)', 'mapsanSwap', `mapsanRelease(unsafe.Pointer(v)); old = v.mapsanSwap(new); ${acquireValue}`),
    valueMethod('CompareAndSwap', '(old, new any) (swapped bool)', 'mapsanCompareAndSwap', `swapped = v.mapsanCompareAndSwap(old, new); ${acquireValue}`),
    // It releases where it has compared, and is about to swap: one that fails releases nothing.
    ...['StorePointer(&vp.data, np.data)', 'return CompareAndSwapPointer(&vp.data, data, np.data)'].map((statement) =>
      insertBefore({ file: valueFile, function: 'Value.CompareAndSwap' }, statement, 'mapsanRelease(unsafe.Pointer(v))')),
  ],
}

export const atomics: readonly Hook[] = [base, typed, rawHook, pointer, value]

/** The file stays, since functions without a body are allowed only beside assembly. */
export const atomicsAssembly: Takeover = {
  id: 'atomics.raw',
  why: 'the bodies in Go take the place of these',
  file: 'sync/atomic/asm.s',
  marker: 'TEXT ·',
  count: 36,
  text: '// The functions of this file have bodies in Go.\n',
}

/**
 * In a package that is compiled with intrinsics off, math.Sqrt is inlined down to the software version: 90 times slower.
 * So Sqrt stays a call, into package math, where it is an instruction. Nothing but speed shows whether the hook is there.
 */
export const mathCalls: Hook = {
  id: 'math',
  why: 'math stays fast in packages that are compiled with intrinsics off',
  sites: [
    directiveBefore('math/sqrt.go', 'Sqrt'),
    directiveBefore('math/fma.go', 'FMA'),
    importBeside('math/fma.go', 'math/bits', '("internal/cpu"; "internal/goarch")'),
    // Where the processor has no FMA, the instruction would be a call of FMA again.
    insertBefore({ file: 'math/fma.go', function: 'FMA' }, 'bx, by, bz := Float64bits(x), Float64bits(y), Float64bits(z)',
      'if goarch.IsArm64 == 1 || cpu.X86.HasFMA { return FMA(x, y, z) }'),
  ],
}

/** The last line of the function's comment makes room for the directive, which needs a line of its own. */
function directiveBefore(file: string, name: string): Site {
  return {
    file,
    query: `(((comment) @comment . (function_declaration name: (identifier) @name)) (#eq? @name "${name}"))`,
    count: 1,
    edits: [{ do: 'replace', at: 'comment', text: '//go:noinline' }],
  }
}
