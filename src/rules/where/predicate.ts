import { z } from 'zod'
import type { Node } from 'web-tree-sitter'
import type { Context, Match } from '../match.ts'
import type { FunctionSource } from '../parsed-file.ts'
import type { PackageFacts } from '../types/declarations.ts'

/** Keeps a match, drops it, or makes several of it that know more. */
export type Test = (match: Match, context: Context) => readonly Match[]

/** What a condition can say of a whole function by its text, before it is parsed: false where it cannot hold. */
export type Glance = (fn: FunctionSource, facts: PackageFacts) => boolean

/** One of the words that a rule's `where` is written with. */
export interface Predicate {
  readonly schema: z.ZodType
  /** Throws when the argument does not fit the schema. */
  bind(argument: unknown): Test
  /** The capture that it is about, and what it can say of it at a glance. Only for conditions that are cheap and about one function. */
  glance?(argument: unknown): { readonly of: string; readonly glance: Glance }
}

export function predicate<Schema extends z.ZodType>(
  schema: Schema,
  test: (argument: z.infer<Schema>, match: Match, context: Context) => readonly Match[] | boolean,
  glance?: (argument: z.infer<Schema>) => { readonly of: string; readonly glance: Glance },
): Predicate {
  return {
    schema,
    ...(glance && { glance: (argument) => glance(schema.parse(argument)) }),
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
