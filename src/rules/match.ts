import type { Node } from 'web-tree-sitter'
import type { Call, Step, Use } from './flow/step.ts'
import type { PackageFacts } from './types/declarations.ts'

/** What only types can say, for whoever has them: whether an expression is a map. */
export interface Question {
  /** Where the expression ends: counted from 1, in bytes, as Go does. */
  readonly line: number
  readonly expression: string
}

/** What a rule has found so far: pieces of the source by the names that its query and its `where` give them. */
export interface Match {
  readonly nodes: ReadonlyMap<string, Node>
  /** What is known of pieces that are steps of a function. */
  readonly steps: ReadonlyMap<string, Use | Call>
  /** Words for the message. */
  readonly words: ReadonlyMap<string, string>
  /** It is a match if the answer to all of them is yes. */
  readonly questions: readonly Question[]
}

/** All that may be known about a file, but for itself. */
export interface Context {
  readonly path: string
  readonly source: string
  readonly facts: PackageFacts
  /** The steps of a function declaration of the package, in any of its files. */
  stepsOf(fn: Node): readonly Step[]
}

export function matchOf(nodes: ReadonlyMap<string, Node>): Match {
  return { nodes, steps: new Map(), words: new Map(), questions: [] }
}

export interface Additions {
  readonly nodes?: Readonly<Record<string, Node | undefined>>
  readonly steps?: Readonly<Record<string, Use | Call>>
  readonly words?: Readonly<Record<string, string>>
  readonly questions?: readonly Question[]
}

export function extend(match: Match, { nodes = {}, steps = {}, words = {}, questions = [] }: Additions): Match {
  const known = Object.entries(nodes).filter((entry): entry is [string, Node] => entry[1] !== undefined)
  return {
    nodes: new Map([...match.nodes, ...known]),
    steps: new Map([...match.steps, ...Object.entries(steps)]),
    words: new Map([...match.words, ...Object.entries(words)]),
    questions: [...match.questions, ...questions],
  }
}
