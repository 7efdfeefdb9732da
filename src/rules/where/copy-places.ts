/** Where values with a lock in them may be copied, by the text: what is not among these places need not be parsed. */
import { remember } from '../memo.ts'
import type { FunctionSource } from '../parsed-file.ts'
import { fieldsOf, type PackageFacts } from '../types/declarations.ts'
import { foreignLockTypes, lockTypes } from '../types/no-copy.ts'

/** Indices into the text of the file. */
export interface CopyPlaces {
  /** Where such a type may be the whole type of a parameter. */
  readonly parameters: readonly number[]
  /** Where such a value may stand as a whole: names of what may be one or have some in it, and what is behind a pointer. */
  readonly values: readonly number[]
}

type Part = Pick<FunctionSource, 'file' | 'start' | 'end'>

export function copyPlaces({ file, start, end }: Part, facts: PackageFacts): CopyPlaces {
  const { types, values } = placesIn(facts, file)
  const inside = <Place extends { readonly index: number }>(places: readonly Place[]): readonly Place[] => places.slice(firstFrom(places, start), firstFrom(places, end))
  const mentioned = inside(types)
  const names = mentioned.length === 0 ? [] : variableNames(file, mentioned)
  const words = names.length === 0 ? [] : Array.from(file.slice(start, end).matchAll(wholeValue(names)), ({ index }) => start + index)
  return { parameters: mentioned.filter(({ alone }) => alone).map(({ index }) => index), values: [...inside(values).map(({ index }) => index), ...words] }
}

export function hasLocks(facts: PackageFacts): boolean {
  return facts.usesLocks || foreignLockTypes(facts, '').length > 0
}

interface TypePlace {
  readonly index: number
  /** Nothing but the end of a parameter, or a generic type's arguments, stands behind it. */
  readonly alone: boolean
}

/** Of a whole file, since it takes as long for one as for all of its functions. Both are sorted. */
const placesIn = remember((facts: PackageFacts, file): { readonly types: readonly TypePlace[]; readonly values: readonly { readonly index: number }[] } => {
  const types = Array.from(file.matchAll(typePattern(facts, '')), ({ index, 0: { length } }) => ({ index, alone: [',', ')', '['].includes(file.charAt(index + length)) }))
  const fields = fieldNames(facts, '')
  const words = fields.length === 0 ? [] : [...file.matchAll(fieldPattern(facts, ''))]
  const pointed = [...file.matchAll(dereference)].filter(({ index }) => mayBeValue(file, index))
  return { types, values: [...words, ...pointed].map(({ index }) => ({ index })).sort((a, b) => a.index - b.index) }
})

function firstFrom(places: readonly { readonly index: number }[], least: number): number {
  let [low, high] = [0, places.length]
  while (low < high) {
    const middle = (low + high) >> 1
    if ((places[middle]?.index ?? 0) < least) low = middle + 1
    else high = middle
  }
  return low
}

const keywords = ['case', 'chan', 'const', 'func', 'range', 'return', 'type', 'var']

const directly = '(?:sync|atomic)\\.[A-Z]\\w*'

const typeNames = remember((facts: PackageFacts): string => [...lockTypes(facts, ''), ...foreignLockTypes(facts, '').map((name) => name.replace('.', '\\.')), directly].join('|'))

/** Such a type without a pointer before it. The lookbehind comes second: the names are rarer than what may stand before them. */
const typePattern = remember((facts: PackageFacts): RegExp => new RegExp(`(?:${typeNames(facts, '')})\\b(?<=(?<![*.\\w])(?:${typeNames(facts, '')}))`, 'g'))

/** Fields of the package that have a lock, or elements with a lock, in them. */
const fieldNames = remember((facts: PackageFacts): readonly string[] => {
  const types = new RegExp(`^(\\[\\w*\\]|map\\[[\\w.]+\\])*(${typeNames(facts, '')})\\b`)
  const mentioned = new RegExp(`(?:${typeNames(facts, '')})\\b`)
  const structs = facts.typeSources.filter(({ text }) => mentioned.test(text)).flatMap(({ specs }) => specs).map((spec) => spec.childForFieldName('type')).filter((type) => type?.type === 'struct_type')
  return [...new Set(structs.flatMap((struct) => (struct ? fieldsOf(struct) : [])).filter(({ type }) => types.test(type.text)).map(({ name }) => name))]
})

const fieldPattern = remember((facts: PackageFacts): RegExp => wholeValue(fieldNames(facts, '')))

/** Names that end an expression which is copied as a whole: an argument, an element, a value that is assigned, returned, sent or ranged over. */
function wholeValue(names: readonly string[]): RegExp {
  const name = `(?:${names.join('|')})`
  return new RegExp(`${name}(?=[ \\t\\r]*(?:[,)}\\[;{\\n]|//|/\\*|$))(?<=(?:\\.\\s*|(?:[=(,:{*]|<-|\\*/)\\s*|\\b(?:return|range)\\s+)${name})`, 'g')
}

/** A `*` before a value: where a type or a factor stands there instead, mostly, the text says so, and else the tree. */
const dereference = /\*(?<=(?:[=(,:{]|<-|\breturn|\brange)\s*\*)[\w(]/g

const near = 40

/** Not `x.(*T)`, `(*T)(x)`, `(*p).f`, receivers and results without names, what is compared or assigned to, and what unsafe looks at. */
function mayBeValue(text: string, star: number): boolean {
  const before = text.slice(Math.max(0, star - near), star)
  const after = text.slice(star + 1, star + near)
  if (/(?:\.|\bfunc ?|\) |\bunsafe\.\w+)\($/.test(before)) return false
  if (before.endsWith('(') && /^[\w.]+\)[.(]/.test(after)) return false
  const behind = /^[\w.]+[ \t]*([^\w.])/.exec(after)?.[1]
  return behind === undefined || /[,)};[{\s/]/.test(behind)
}

const container = '(?:\\[\\w*\\]|map\\[[\\w.]+\\])*'
const declared = new RegExp(`(?:^|[\\s(,])((?:\\w+, )*\\w+)\\s+${container}$`)
const assigned = new RegExp(`(\\w+)\\s*:?=\\s*(?:make\\()?${container}$`)
const farthest = 80

/** What stands before these types where variables are declared with them, or get a literal of them. */
function variableNames(file: string, types: readonly TypePlace[]): readonly string[] {
  const names = new Set<string>()
  for (const { index } of types) {
    const before = file.slice(Math.max(file.lastIndexOf('\n', index) + 1, index - farthest), index)
    const found = before.includes('//') ? undefined : (assigned.exec(before)?.[1] ?? declared.exec(before)?.[1])
    for (const name of found?.split(', ') ?? []) if (!keywords.includes(name)) names.add(name)
  }
  return [...names]
}
