import type { Edit, Hook, Site, Takeover } from '../hook.ts'
import { pointerFile, pointerOperations, rawAtomics, typeFile, types, valueFile } from './raw-atomics.ts'
import { append, directiveBefore, importAmong, insertBefore, renameCallees, replaceComment } from './shapes.ts'

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
 *   atomics.base     raw twins of everything: raw-atomics.ts
 *   atomics.typed    methods of Int32 … Uintptr, Bool, and Pointer.Load
 *   atomics.raw      functions on integers, and LoadPointer. Intrinsics: only packages compiled with
 *                    -d=ssa/intrinsics/off call them
 *   atomics.pointer  StorePointer, SwapPointer, CompareAndSwapPointer: never intrinsics, and behind Pointer's methods too
 *   atomics.value    Value, at its own address
 */

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

export const atomics: readonly Hook[] = [rawAtomics, typed, rawHook, pointer, value]

/** The file stays, since functions without a body are allowed only beside assembly. */
export const atomicsAssembly: Takeover = {
  id: 'atomics.raw',
  why: 'the bodies in Go take the place of these',
  file: 'sync/atomic/asm.s',
  marker: 'TEXT ·',
  count: 36,
  text: '// The functions of this file have bodies in Go.\n',
}
