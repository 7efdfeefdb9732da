import { z } from 'zod'
import type { Node } from 'web-tree-sitter'
import type { Context, Match } from '../match.ts'

/** Keeps a match, drops it, or makes several of it that know more. */
export type Test = (match: Match, context: Context) => readonly Match[]

/** One of the words that a rule's `where` is written with. */
export interface Predicate {
  readonly schema: z.ZodType
  /** Throws when the argument does not fit the schema. */
  bind(argument: unknown): Test
}

export function predicate<Schema extends z.ZodType>(schema: Schema, test: (argument: z.infer<Schema>, match: Match, context: Context) => readonly Match[] | boolean): Predicate {
  return {
    schema,
    bind: (argument) => {
      const checked = schema.parse(argument)
      return (match, context) => {
        const result = test(checked, match, context)
        return typeof result === 'boolean' ? (result ? [match] : []) : result
      }
    },
  }
}

/** How a rule names a piece of the source. */
export const capture = z.string().regex(/^@[a-z][a-z-]*$/, 'must be the name of a capture, such as @map')

/** A piece that an optional part of the query names may be absent. */
export function nodeOf(match: Match, name: string): Node | undefined {
  return match.nodes.get(name.slice(1))
}
