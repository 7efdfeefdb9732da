import type { MapOperation } from '../../model/finding.ts'
import type { Hook, Site } from '../hook.ts'
import { addField, append, insertBefore, renameIdentifier, replaceExpression, replaceStatement, silence, type Place } from './shapes.ts'

/** How the four versions differ in where and how their maps are written down. */
export interface MapSources {
  /** Swiss maps lived beside the older maps until go1.25, in files of their own. */
  readonly suffix: '_swiss' | ''
  /** internal/runtime/maps, without `.go`. */
  readonly shim: 'linkname_swiss' | 'linkname_shim'
  /** go1.27: mapaccess1 and its relatives call mapaccess2, and only that is annotated. */
  readonly access1: boolean
  /** The last of the small fields of Map, in front of four free bytes. */
  readonly lastSmallField: 'writing' | 'tombstonePossible'
  /** `fatal("concurrent map …")` in each file of internal/runtime/maps, suffix left out. */
  readonly fatal: Readonly<Record<'map' | 'runtime' | 'runtime_fast32' | 'runtime_fast64' | 'runtime_faststr' | 'table', number>>
  /** How runtime.mapclone makes the copy. */
  readonly clone: Hook
}

type Verb = 'Read' | 'Write' | 'Iterate' | 'Delete' | 'Clear' | 'Clone'

/** Those of variables are put into the user's sources, not into Go's. */
type HookedOperation = Exclude<MapOperation, 'load' | 'store'>

const verbs: Readonly<Record<HookedOperation, Verb>> = {
  read: 'Read', write: 'Write', iterate: 'Iterate', delete: 'Delete', clear: 'Clear', clone: 'Clone',
}

/** maps.Iter keeps the type of its map to itself; `maps.layout` gives it this method. */
const iteratorType = 'it.MapsanType()'

/** Where nothing in scope knows the type of the map. */
const unknownType = 'uintptr(0)'

const typePointer = (pointer: string): string => `uintptr(unsafe.Pointer(${pointer}))`

/** The third argument of the annotations is the pc of the runtime function; the engine wants the type of the map instead. */
function typeInsteadOfPc(place: Place, type: string): Site {
  return {
    ...place,
    query: '((call_expression function: (selector_expression) @callee) @it (#eq? @callee "abi.FuncPCABIInternal"))',
    count: 1,
    edits: [{ do: 'replace', at: 'it', text: type }],
  }
}

/** An annotated operation outside of package runtime: it calls internal/race. */
function raceCall(id: string, place: Place, annotation: 'race.ReadPC' | 'race.WritePC', op: HookedOperation, type: string): Hook {
  return {
    id,
    why: `a map ${op}`,
    sites: [typeInsteadOfPc(place, type), replaceExpression(place, annotation, `race.${verbs[op]}PC`)],
    off: [silence(place, 1)],
  }
}

/** An annotated operation inside of package runtime. */
function runtimeCall(id: string, place: Place, annotation: 'racereadpc' | 'racewritepc', op: HookedOperation, type: string, keyRead = false): Hook {
  return {
    id,
    why: `a map ${op}`,
    sites: [
      renameIdentifier(place, 'raceenabled', 'mapsanEnabled', 1),
      renameIdentifier(place, annotation, `mapsan${verbs[op]}PC`, 1),
      typeInsteadOfPc(place, type),
      ...(keyRead ? [renameIdentifier(place, 'raceReadObjectPC', 'mapsanNopObject', 1)] : []),
    ],
  }
}

/** mapaccess1, mapaccess2, mapassign and the deletes by key type: `runtime_map…` in internal/runtime/maps. */
function accessHooks({ suffix, access1 }: MapSources): readonly Hook[] {
  const hook = (id: string, file: string, name: string, op: HookedOperation): Hook =>
    raceCall(`maps.${id}`, { file: `internal/runtime/maps/${file}${suffix}.go`, function: `runtime_${name}` },
      op === 'read' ? 'race.ReadPC' : 'race.WritePC', op, typePointer('typ'))
  const keyed = (kind: 'fast32' | 'fast64' | 'faststr'): Hook[] => [
    ...(access1 ? [hook(`${kind}.access1`, `runtime_${kind}`, `mapaccess1_${kind}`, 'read')] : []),
    hook(`${kind}.access2`, `runtime_${kind}`, `mapaccess2_${kind}`, 'read'),
    hook(`${kind}.assign`, `runtime_${kind}`, `mapassign_${kind}`, 'write'),
    ...(kind === 'faststr' ? [] : [hook(`${kind}ptr.assign`, `runtime_${kind}`, `mapassign_${kind}ptr`, 'write')]),
    hook(`${kind}.delete`, `runtime_${kind}`, `mapdelete_${kind}`, 'delete'),
  ]
  return [
    ...(access1 ? [hook('access1', 'runtime', 'mapaccess1', 'read')] : []),
    hook('access2', 'runtime', 'mapaccess2', 'read'),
    hook('assign', 'runtime', 'mapassign', 'write'),
    ...keyed('fast32'),
    ...keyed('fast64'),
    ...keyed('faststr'),
  ]
}

/** What package runtime does with whole maps, for compiled code, for reflect and for those who link to it by name. */
function runtimeHooks({ suffix, shim }: MapSources): readonly Hook[] {
  const map = (name: string): Place => ({ file: `runtime/map${suffix}.go`, function: name })
  const linkname = (name: string): Place => ({ file: `runtime/${shim}.go`, function: name })
  const reflect = (name: string): Place => ({ file: `reflect/map${suffix}.go`, function: name })
  return [
    runtimeCall('maps.delete', map('mapdelete'), 'racewritepc', 'delete', typePointer(typePointer('t')), true),
    runtimeCall('maps.clear', map('mapclear'), 'racewritepc', 'clear', typePointer('t')),
    runtimeCall('maps.iterStart', map('mapIterStart'), 'racereadpc', 'iterate', typePointer('t')),
    runtimeCall('maps.iterNext', map('mapIterNext'), 'racereadpc', 'iterate', iteratorType),
    runtimeCall('maps.linkname.iterInit', linkname('mapiterinit'), 'racereadpc', 'iterate', typePointer('t')),
    runtimeCall('maps.linkname.iterNext', linkname('mapiternext'), 'racereadpc', 'iterate', typePointer('it.typ')),
    runtimeCall('maps.reflect.len', map('reflect_maplen'), 'racereadpc', 'read', unknownType),
    runtimeCall('maps.reflectlite.len', map('reflectlite_maplen'), 'racereadpc', 'read', unknownType),
    raceCall('maps.reflect.iterStart', reflect('mapIterStart'), 'race.ReadPC', 'iterate', typePointer('t')),
    raceCall('maps.reflect.iterNext', reflect('mapIterNext'), 'race.ReadPC', 'iterate', iteratorType),
  ]
}

/** Map grows behind what the compiler knows of it (48 bytes), and its lock takes the 4 free bytes at offset 36. */
function layoutHook({ lastSmallField }: MapSources): Hook {
  const file = 'internal/runtime/maps/map.go'
  return {
    id: 'maps.layout',
    why: 'the shadow lies in the map itself and dies with it',
    required: true,
    sites: [
      addField(file, 'Map', lastSmallField, 'mapsanLock uint32'),
      addField(file, 'Map', 'clearSeq', 'mapsanShadow [6]uint64'),
      append(file, `
// The engine, and the compiler's own idea of a map, count on these. A wrong one is an index out of range.
var (
	_ = [1]struct{}{}[unsafe.Offsetof(Map{}.mapsanLock)-36]
	_ = [1]struct{}{}[unsafe.Offsetof(Map{}.mapsanShadow)-48]
	_ = [1]struct{}{}[unsafe.Sizeof(Map{})-96]
)`),
      append('internal/runtime/maps/table.go', `
// MapsanType is the type of the map that is iterated over, an *abi.MapType; 0 before Init.
func (it *Iter) MapsanType() uintptr { return uintptr(unsafe.Pointer(it.typ)) }`),
    ],
  }
}

/** `fatal("concurrent map …")` tells the engine which map it is about, so that both sides are reported before the end. */
function fatalHook({ suffix, fatal }: MapSources): Hook {
  const folder = 'internal/runtime/maps'
  const site = (file: string, map: string, count: number): Site => ({
    file,
    query: `((call_expression function: (identifier) @callee arguments: (argument_list . (interpreted_string_literal) @message))
      (#eq? @callee "fatal") (#match? @message "^.concurrent "))`,
    count,
    edits: [
      { do: 'replace', at: 'callee', text: 'fatalmap' },
      { do: 'insert before', at: 'message', text: `unsafe.Pointer(${map}), ` },
    ],
  })
  return {
    id: 'maps.fatal',
    why: 'both stacks are written before the runtime dies of a concurrent map access',
    sites: [
      site(`${folder}/map.go`, 'm', fatal.map),
      site(`${folder}/table.go`, 'it.m', fatal.table),
      site(`${folder}/runtime${suffix}.go`, 'm', fatal.runtime),
      site(`${folder}/runtime_fast32${suffix}.go`, 'm', fatal.runtime_fast32),
      site(`${folder}/runtime_fast64${suffix}.go`, 'm', fatal.runtime_fast64),
      site(`${folder}/runtime_faststr${suffix}.go`, 'm', fatal.runtime_faststr),
      // runtime.go has the declarations pulled from package runtime in all versions, and imports unsafe.
      append(`${folder}/runtime.go`, `
//go:linkname fatalmap
func fatalmap(m unsafe.Pointer, s string)`),
    ],
  }
}

/** go1.24: mapclone builds a new map, entry by entry. */
export const cloneByEntry: Hook = {
  id: 'maps.clone',
  why: 'maps.Clone reads the map; Go has no annotation there',
  sites: [
    insertBefore(
      { file: 'runtime/map_swiss.go', function: 'mapclone' },
      'e.data = unsafe.Pointer(mapclone2((*abi.SwissMapType)(unsafe.Pointer(e._type)), (*maps.Map)(e.data)))',
      `mapsanClonePC(e.data, sys.GetCallerPC(), ${typePointer('e._type')})`,
    ),
  ],
}

/** go1.25 and newer: mapclone calls (*Map).Clone. */
export function cloneByMap(suffix: MapSources['suffix']): Hook {
  return {
    ...cloneByEntry,
    sites: [
      insertBefore(
        { file: `runtime/map${suffix}.go`, function: 'mapclone' },
        'map_ = map_.Clone(typ)',
        `mapsanClonePC(unsafe.Pointer(map_), sys.GetCallerPC(), ${typePointer('typ')})`,
      ),
    ],
  }
}

const fieldsOfMap = ['used', 'seed', 'dirPtr', 'dirLen', 'globalDepth', 'globalShift', 'writing', 'tombstonePossible', 'clearSeq']

/** go1.25 and newer: `*m2 = *m` would copy the shadow with its lock, and read behind the 48 bytes of a map on the stack. */
export const cloneWithoutShadow: Hook = {
  id: 'maps.clone-fields',
  why: 'a clone is another map: it has no history yet',
  required: true,
  sites: [
    replaceStatement({ file: 'internal/runtime/maps/map.go', function: 'Map.Clone' }, '*m2 = *m',
      `${fieldsOfMap.map((field) => `m2.${field}`).join(', ')} = ${fieldsOfMap.map((field) => `m.${field}`).join(', ')}`),
  ],
}

export function mapHooks(sources: MapSources): readonly Hook[] {
  return [layoutHook(sources), ...accessHooks(sources), ...runtimeHooks(sources), sources.clone, fatalHook(sources)]
}
