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
export function describeSide(access: Access): string {
  return access.label ?? `${operationOf(access)} by ${nameOf(access.goroutine)}`
}

export function operationOf({ op, inCallee }: Access): string {
  return `${operationNouns[op]}${inCallee ? ' in a callee' : ''}`
}
