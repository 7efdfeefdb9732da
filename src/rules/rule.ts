import { z } from 'zod'
import { ToolError } from '../errors.ts'
import type { RuleText } from '../model/rule-text.ts'
import { parseJsonText, type JsonText } from '../syntax/json-text.ts'
import type { FunctionSource } from './parsed-file.ts'
import { ruleSchema, type RuleFile } from './schema.ts'
import type { Glance, Test } from './where/predicate.ts'
import { predicates } from './where/registry.ts'

/** A rule that can be applied. */
export interface Rule extends RuleFile {
  readonly path: string
  readonly tests: readonly Test[]
  /** When the query asks for functions as such, in whatever file. */
  readonly functions: FunctionQuery | undefined
}

export interface FunctionQuery {
  readonly capture: string
  readonly kinds: readonly FunctionSource['kind'][]
  /** What can be seen of them before they are parsed. */
  readonly glances: readonly Glance[]
}

/** Reads a rule file; what is wrong with it is said with its line. */
export function parseRule(file: JsonText): Rule {
  const { value } = parseJsonText(file, ruleSchema, 'RULE_INVALID')
  const tests = value.where.flatMap((condition) => Object.entries(condition).filter(([, argument]) => argument !== undefined).map(([name, argument]) => bind(name, argument, file.path)))
  return { ...value, path: file.path, tests, functions: functionQueryOf(value) }
}

/** `(method_declaration) @function`, or functions and methods in brackets. */
function functionQueryOf({ query, where }: RuleFile): FunctionQuery | undefined {
  const one = String.raw`\((?:function|method)_declaration\)`
  const [, several, single, capture] = new RegExp(String.raw`^\s*(?:\[\s*((?:${one}\s*)+)\]|(${one}))\s*@([\w-]+)\s*$`).exec(query) ?? []
  const asked = several ?? single
  if (asked === undefined || capture === undefined) return undefined
  return { capture, kinds: (['function', 'method'] as const).filter((kind) => asked.includes(`(${kind}_`)), glances: glancesAt(`@${capture}`, where) }
}

/** Of the conditions that come first: what comes behind others may be about something else of that name. */
function glancesAt(capture: string, where: RuleFile['where']): readonly Glance[] {
  const glances: Glance[] = []
  for (const [name, argument] of where.flatMap((condition) => Object.entries(condition)).filter(([, argument]) => argument !== undefined)) {
    const seen = predicates[name]?.glance?.(argument)
    if (seen?.of !== capture) break
    glances.push(seen.glance)
  }
  return glances
}

function bind(name: string, argument: unknown, path: string): Test {
  const known = predicates[name]
  if (known === undefined) throw new Error(`the schema let an unknown condition pass: ${name}`)
  try {
    return known.bind(argument)
  } catch (error) {
    throw new ToolError('RULE_INVALID', `${path}: ${name}: ${error instanceof z.ZodError ? z.prettifyError(error) : String(error)}`, { cause: error })
  }
}

/** Two rules with one id would be one in every baseline and ignore. */
export function checkUnique(rules: readonly Rule[]): void {
  const seen = new Map<string, string>()
  for (const { id, path } of rules) {
    const other = seen.get(id)
    if (other !== undefined) throw new ToolError('RULE_INVALID', `${path}: ${other} is another rule ${id}`)
    seen.set(id, path)
  }
}

const mark = /\s*\/\/ want\b.*$/

/** What `explain` and reports say of a rule. */
export function ruleTextOf({ id, title, message, explanation, fix, limits, links, examples, off }: Rule): RuleText {
  const plain = (sources: readonly (readonly string[])[]): readonly string[] => sources.map((lines) => lines.map((line) => line.replace(mark, '')).join('\n'))
  return {
    name: title.replace(/[^A-Za-z0-9]+(\w?)/g, (_, next: string) => next.toUpperCase()) || id,
    title,
    summary: `${title.charAt(0).toUpperCase()}${title.slice(1)}: ${message.replace(/\{([a-z-]+)\}/g, '…')}.`,
    meaning: explanation,
    reason: [],
    fixes: fix,
    limits: [...limits, ...(off ? ['More than one in five of its findings was wrong when it was measured, so it is off unless it is asked for with `--rule`.'] : [])],
    links,
    examples: { bad: plain(examples.bad), good: plain(examples.good) },
  }
}
