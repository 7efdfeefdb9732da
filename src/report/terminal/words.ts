import type { Access, MapOperation } from '../../model/finding.ts'

export const operationNouns: Readonly<Record<MapOperation, string>> = {
  read: 'read',
  write: 'write',
  iterate: 'iteration',
  delete: 'delete',
  clear: 'clear',
  clone: 'clone',
}

export function sideOf({ op, goroutine }: Access): string {
  return `the ${operationNouns[op]} by goroutine ${goroutine.id}`
}
