import { z } from 'zod'
import type { Predicate, Test } from './predicate.ts'

/** `either`: a list of conditions of which the first that holds counts. */
export function eitherOf(predicates: Readonly<Record<string, Predicate>>): Predicate {
  const schema = z.array(z.strictObject(Object.fromEntries(Object.entries(predicates).map(([name, one]) => [name, one.schema.optional()])))).min(2)
  return {
    schema,
    bind: (argument) => {
      const alternatives = schema.parse(argument).map((condition): readonly Test[] =>
        Object.entries(condition).flatMap(([name, value]) => (value === undefined ? [] : (predicates[name]?.bind(value) ?? []))))
      return (match, context) => {
        for (const tests of alternatives) {
          const found = tests.reduce((some, test) => some.flatMap((one) => test(one, context)), [match])
          if (found.length > 0) return found
        }
        return []
      }
    },
  }
}
