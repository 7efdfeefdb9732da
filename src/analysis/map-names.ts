import type { DeclarationSite, MapSite } from '../model/catalog.ts'
import type { Declaration } from '../model/declaration.ts'
import type { Access, Declared, Frame, MapVariable, RacedMap, VariableKind } from '../model/finding.ts'
import { modifies } from '../model/locks.ts'
import { siteOf, userFrameOf, type ProgramOrigin } from '../model/origin.ts'
import type { CatalogIndex } from './catalog-index.ts'

/** What is looked at of an access to name its map. */
type Used = Pick<Access, 'op' | 'stack'>

/** What one side of a race calls the map. */
export interface SideName {
  readonly expression: string
  readonly variable?: MapVariable
}

/** More maps on one line than this, and their names say nothing. */
const mostCandidates = 3

/**
 * What the source calls the map at an access: the map sites of the line that agree in operation and type. When several
 * remain, all of them are named and none is chosen.
 */
export function nameAccess(access: Used, mapType: string, index: CatalogIndex, origin: ProgramOrigin): SideName | undefined {
  const sites = sitesOf(access, mapType, index, origin)
  const expressions = [...new Set(sites.map(({ expression }) => expression))]
  if (expressions.length === 0 || expressions.length > mostCandidates) return undefined
  const [site, ...others] = sites.map(({ variable }) => variable)
  const certain = site !== undefined && others.every((other) => JSON.stringify(other) === JSON.stringify(site))
  return { expression: expressions.join(' or '), ...(certain && { variable: toVariable(site, index, origin) }) }
}

function sitesOf(access: Used, mapType: string, index: CatalogIndex, origin: ProgramOrigin): readonly MapSite[] {
  const site = siteOf(access)
  const own = userFrameOf(access, origin)
  if (site === undefined || own === undefined) return []
  const fits = (candidate: MapSite): boolean => candidate.operations.some((operation) => operation === access.op) && typeFits(candidate, mapType)
  if (site === own) {
    return ofFunction(own, index.maps(own, (candidate) => candidate.callee === undefined && fits(candidate)))
  }
  const called = access.stack[access.stack.indexOf(own) - 1]
  return ofFunction(own, index.maps(own, (candidate) => called !== undefined && isCalled(candidate.callee, called) && fits(candidate)))
}

/** Closures are named by the compiler, after functions into which they may have been inlined: they cannot be told apart. */
function ofFunction(frame: Frame, sites: readonly MapSite[]): readonly MapSite[] {
  const inside = sites.filter(({ function: name }) => isWithin(frame.function, name))
  return inside.length > 0 ? inside : sites
}

function isCalled(callee: string | undefined, { function: called }: Frame): boolean {
  return callee !== undefined && isWithin(called, callee)
}

/** `main.serve[...].func1` is within `main.serve`. */
function isWithin(symbol: string, declared: string): boolean {
  // The linker writes the dots of a path's last element as %2e.
  const plain = symbol.replaceAll('%2e', '.')
  return plain === declared || (plain.startsWith(declared) && /^[.[-]/.test(plain.slice(declared.length)))
}

/** The runtime could not tell a type that it calls `map`. */
function typeFits({ types, typeParameters = [] }: MapSite, mapType: string): boolean {
  // reflect tells types of the same name in different functions apart: `main.entry·2`.
  const wanted = mapType.replace(/·\d+/g, '')
  if (wanted === 'map' || types.includes(wanted)) return true
  return typeParameters.length > 0 && types.some((type) => pattern(type, typeParameters).test(wanted))
}

function pattern(type: string, typeParameters: readonly string[]): RegExp {
  const words = type.split(/([\p{L}_][\p{L}\p{N}_]*)/u)
  return new RegExp(`^${words.map((word) => (typeParameters.includes(word) ? '.+' : escape(word))).join('')}$`, 's')
}

function escape(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&')
}

function toVariable({ kind, description, file, line, mutexes }: NonNullable<MapSite['variable']>, index: CatalogIndex, origin: ProgramOrigin): MapVariable {
  const declaredAt = file !== undefined && line !== undefined && { file: file.replace(/^\$GOROOT(?=\/)/, origin.goroot), line }
  const declarations = declaredAt && declarable[kind] ? index.declarations(declaredAt).flatMap((site) => toDeclaration(site, declaredAt)) : []
  return { kind, description, ...(declaredAt && { declaredAt }), mutexes, ...(declarations.length > 0 && { declarations }) }
}

/** A comment is about the variable itself: not about maps in its elements, nor about whatever is passed as a parameter. */
const declarable: Readonly<Record<VariableKind, boolean>> = {
  field: true,
  'package variable': true,
  'local variable': true,
  parameter: false,
  element: false,
  result: false,
}

function toDeclaration({ kind, commentLine, lock, lockDeclaredAt }: DeclarationSite, { file }: Declared): readonly Declaration[] {
  const place = { file, line: commentLine }
  if (kind === 'owner') return [{ kind, ...place }]
  return lock === undefined ? [] : [{ kind, lock, ...(lockDeclaredAt && { lockDeclaredAt }), ...place }]
}

/** From the most to the least that it says about where the map lives. */
const telling: readonly VariableKind[] = ['field', 'package variable', 'element', 'local variable', 'parameter', 'result']

/**
 * The map's own name. Both sides are about the same map: it is called what the side calls it that says most about where
 * it lives, then what the modifying side calls it. Which of the two came first does not matter, so each run says the same.
 */
export function nameMap(map: RacedMap, sides: readonly NamedSide[]): RacedMap {
  const [best] = sides.toSorted((a, b) =>
    rankOf(a.name) - rankOf(b.name) || Number(modifies(b.access)) - Number(modifies(a.access)) || (a.name.expression < b.name.expression ? -1 : 1))
  return best === undefined ? map : { ...map, ...best.name }
}

export interface NamedSide {
  readonly access: Used
  readonly name: SideName
}

export function rankOf({ variable }: Pick<SideName, 'variable'>): number {
  return variable === undefined ? telling.length : telling.indexOf(variable.kind)
}
