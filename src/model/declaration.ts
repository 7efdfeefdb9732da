import type { Declared } from './finding.ts'

/** What a comment at a field or variable says about how its map is shared. The place is that of the comment. */
export type Declaration = OwnerDeclaration | GuardDeclaration

/** `// mapsan:owner`: one goroutine at a time owns the map, which is handed over by a channel or a go statement only. */
export interface OwnerDeclaration extends Declared {
  readonly kind: 'owner'
}

/** `// mapsan:guardedby mu` */
export interface GuardDeclaration extends Declared {
  readonly kind: 'guardedby'
  /** `Config.mu` for a field, the plain name of a variable. */
  readonly lock: string
  /** Where the mutex is declared; absent when that is a pointer, so that it may be any other mutex. */
  readonly lockDeclaredAt?: Declared
}

export function describeDeclaration(declaration: Declaration): string {
  return declaration.kind === 'owner' ? 'mapsan:owner' : `mapsan:guardedby ${declaration.lock}`
}
