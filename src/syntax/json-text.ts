import { findNodeAtLocation, getNodeValue, parseTree, printParseErrorCode, type Node, type ParseError } from 'jsonc-parser'
import type { z } from 'zod'
import { ToolError, type ErrorCode } from '../errors.ts'

/** A JSON file that a person wrote: what is wrong with it is said with its line and column. */
export interface JsonText {
  readonly path: string
  readonly text: string
}

type Path = readonly PropertyKey[]

export interface ParsedJson<T> {
  readonly value: T
  /** The line of the value at a path; lines count from 1. */
  lineOf(path: Path): number
}

/** Parses and checks. Strict JSON: no comments, no trailing commas. What is wrong is an error of this code. */
export function parseJsonText<Schema extends z.ZodType>({ path, text }: JsonText, schema: Schema, code: ErrorCode = 'CONFIG_INVALID'): ParsedJson<z.infer<Schema>> {
  const errors: ParseError[] = []
  const tree = parseTree(text, errors, { disallowComments: true })
  const [error] = errors
  if (error || !tree) throw invalid(code, path, [`${position(text, error?.offset ?? 0)}: no JSON (${error ? printParseErrorCode(error.error) : 'empty'})`])
  const checked = schema.safeParse(getNodeValue(tree))
  if (!checked.success) throw invalid(code, path, checked.error.issues.flatMap((issue) => describe(issue, tree, text)))
  return { value: checked.data, lineOf: (at) => lineAndColumn(text, nodeAt(tree, at).offset)[0] }
}

function describe(issue: z.core.$ZodIssue, tree: Node, text: string): string[] {
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => {
      const node = nodeAt(tree, [...issue.path, key])
      // The key stands before its value, as the first child of the property.
      return `${position(text, node.parent?.offset ?? node.offset)}: unknown key ${JSON.stringify(key)}`
    })
  }
  const name = issue.path.length === 0 ? '' : `${issue.path.map(String).join('.')}: `
  return [`${position(text, nodeAt(tree, issue.path).offset)}: ${name}${issue.message}`]
}

/** The node, or the nearest one around it: a missing key has none. */
function nodeAt(tree: Node, path: Path): Node {
  const segments = path.filter((segment) => typeof segment !== 'symbol')
  return findNodeAtLocation(tree, segments) ?? (segments.length === 0 ? tree : nodeAt(tree, segments.slice(0, -1)))
}

function position(text: string, offset: number): string {
  return lineAndColumn(text, offset).join(':')
}

function lineAndColumn(text: string, offset: number): readonly [number, number] {
  const before = text.slice(0, offset)
  return [before.split('\n').length, offset - before.lastIndexOf('\n')]
}

function invalid(code: ErrorCode, path: string, problems: readonly string[]): ToolError {
  return new ToolError(code, problems.map((problem) => `${path}:${problem}`).join('; '))
}
