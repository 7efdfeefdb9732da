import type { Access, MapOperation } from '../../model/finding.ts'
import { nameOf } from '../../model/goroutine.ts'

export const operationNouns: Readonly<Record<MapOperation, string>> = {
  read: 'read',
  write: 'write',
  iterate: 'iteration',
  delete: 'delete',
  clear: 'clear',
  clone: 'clone',
  load: 'read of the variable',
  store: 'assignment',
}

/** `write by goroutine 8` */
export function describeSide({ op, goroutine }: Access): string {
  return `${operationNouns[op]} by ${nameOf(goroutine)}`
}
