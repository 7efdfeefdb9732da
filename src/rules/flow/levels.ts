import type { Node } from 'web-tree-sitter'
import { localOf } from '../types/scope.ts'

/** `value`: what a call gave, or what was made of it. `sum`: something was added to that. */
export type Level = 'nothing' | 'value' | 'sum'

const order: readonly Level[] = ['nothing', 'value', 'sum']

/** The declaration of a variable, or its name when the function has none. */
export type Key = number | string

/** What variables have to do with the call: nothing, when they are not there. */
export type Levels = ReadonlyMap<Key, Level>

export function keyOf(name: Node): Key {
  return localOf(name)?.name.id ?? name.text
}

export function withLevel(levels: Levels, key: Key, level: Level): Levels {
  return new Map([...levels, [key, level]])
}

export function highest(levels: readonly (Level | undefined)[]): Level {
  return levels.reduce((most: Level, level) => (level !== undefined && order.indexOf(level) > order.indexOf(most) ? level : most), 'nothing')
}

/** Where two ways meet: what may be. */
export function join(a: Levels | undefined, b: Levels | undefined): Levels | undefined {
  if (a === undefined || b === undefined) return a ?? b
  return new Map([...new Set([...a.keys(), ...b.keys()])].map((key) => [key, highest([a.get(key), b.get(key)])]))
}

export function same(a: Levels | undefined, b: Levels | undefined): boolean {
  if (a === undefined || b === undefined) return a === b
  return a.size === b.size && [...a].every(([key, level]) => b.get(key) === level)
}
