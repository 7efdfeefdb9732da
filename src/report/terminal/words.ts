import type { Access, Operation } from '../../model/finding.ts'
import { nameOf } from '../../model/goroutine.ts'

export const operationNouns: Readonly<Record<Operation, string>> = {
  read: 'read',
  write: 'write',
  iterate: 'iteration',
  delete: 'delete',
  clear: 'clear',
  clone: 'clone',
  load: 'read of the variable',
  store: 'assignment',
  other: 'use',
}

/** `write by goroutine 8` */
export function describeSide({ op, goroutine, label }: Access): string {
  return label ?? `${operationNouns[op]} by ${nameOf(goroutine)}`
}
