import type { MapOperation } from '../../src/model/finding.ts'

/** An operation of fixtures/operations: the Go function that does it alone. */
export interface Operation {
  readonly name: string
  readonly op: MapOperation
  /** The hooks of which any one sees it, in go1.24-1.26. */
  readonly hooks: readonly string[]
}

function operation(name: string, op: MapOperation, ...hooks: readonly string[]): Operation {
  return { name, op, hooks: hooks.map((hook) => `maps.${hook}`) }
}

export const operations: readonly Operation[] = [
  operation('mapaccess1', 'read', 'access1'),
  operation('mapaccess2', 'read', 'access2'),
  operation('mapassign', 'write', 'assign'),
  operation('mapdelete', 'delete', 'delete'),
  operation('mapaccess1_fat', 'read', 'access1'),
  operation('mapaccess2_fat', 'read', 'access1'),
  operation('mapaccess1_fast32', 'read', 'fast32.access1'),
  operation('mapaccess2_fast32', 'read', 'fast32.access2'),
  operation('mapassign_fast32', 'write', 'fast32.assign'),
  operation('mapassign_fast32ptr', 'write', 'fast32ptr.assign'),
  operation('mapdelete_fast32', 'delete', 'fast32.delete'),
  operation('mapaccess1_fast64', 'read', 'fast64.access1'),
  operation('mapaccess2_fast64', 'read', 'fast64.access2'),
  operation('mapassign_fast64', 'write', 'fast64.assign'),
  operation('mapassign_fast64ptr', 'write', 'fast64ptr.assign'),
  operation('mapdelete_fast64', 'delete', 'fast64.delete'),
  operation('mapaccess1_faststr', 'read', 'faststr.access1'),
  operation('mapaccess2_faststr', 'read', 'faststr.access2'),
  operation('mapassign_faststr', 'write', 'faststr.assign'),
  operation('mapdelete_faststr', 'delete', 'faststr.delete'),
  operation('mapclear', 'clear', 'clear'),
  operation('mapclone', 'clone', 'clone'),
  operation('mapIterStart', 'iterate', 'iterStart'),
  operation('mapIterNext', 'iterate', 'iterNext'),
  operation('mapiterinit', 'iterate', 'linkname.iterInit'),
  operation('mapiternext', 'iterate', 'linkname.iterNext'),
  operation('reflect_MapIndex', 'read', 'access2'),
  operation('reflect_MapIndex_string', 'read', 'faststr.access2'),
  operation('reflect_SetMapIndex', 'write', 'assign'),
  operation('reflect_SetMapIndex_string', 'write', 'faststr.assign'),
  operation('reflect_SetMapIndex_delete', 'delete', 'delete'),
  operation('reflect_SetMapIndex_delete_string', 'delete', 'faststr.delete'),
  operation('reflect_Clear', 'clear', 'clear'),
  operation('reflect_Len', 'read', 'reflect.len'),
  operation('reflect_MapKeys', 'read', 'reflect.len', 'reflect.iterStart'),
  operation('reflect_MapRange', 'iterate', 'reflect.iterStart'),
  operation('reflect_MapIter_Next', 'iterate', 'reflect.iterNext'),
  operation('reflectlite_Len', 'read', 'reflectlite.len'),
]

/** What the operation races with: a clear, and for mapclear itself an assignment. */
export function opponent({ name }: Operation): string {
  return name === 'mapclear' ? 'maps.assign' : 'maps.clear'
}
