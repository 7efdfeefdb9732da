import type { Node } from 'web-tree-sitter'
import type { GoSyntax } from '../syntax/go.ts'
import { matchQuery } from '../syntax/query.ts'
import type { SourceFile } from './engine.ts'
import { leavesUnclear, mayLeaveUnclear } from './flow/balance.ts'
import type { Step } from './flow/step.ts'
import { walkFunction } from './flow/walk.ts'
import type { Context } from './match.ts'
import { ParsedFile } from './parsed-file.ts'
import type { Rule } from './rule.ts'
import { collectFacts, type PackageFacts } from './types/declarations.ts'
import { contains } from './texts.ts'
import { calledName } from './types/type-of.ts'
import { ancestors } from './where/around.ts'

type Captures = ReadonlyMap<string, Node>

/** The files of one package, of which each piece is parsed when it is looked at, and what is known of them all. */
export class ParsedPackage {
  readonly facts: PackageFacts
  readonly #syntax: GoSyntax
  readonly #files: ReadonlyMap<SourceFile, ParsedFile>
  readonly #steps = new Map<number, readonly Step[]>()
  /** The names of functions and methods that may leave with other locks than they came with. */
  #suspects: ReadonlySet<string> | undefined
  readonly #found = new Map<SourceFile, Map<string, readonly Captures[]>>()

  /** `whole` says of which files rules have to see all. */
  constructor(syntax: GoSyntax, files: readonly SourceFile[], whole: (file: SourceFile) => boolean, lockInForeign?: PackageFacts['lockInForeign']) {
    this.#syntax = syntax
    this.#files = new Map(files.map((file) => [file, new ParsedFile(syntax, file, whole(file))]))
    this.facts = collectFacts([...this.#files.values()], lockInForeign)
  }

  contextOf(file: SourceFile): Context {
    return { path: file.path, source: file.text, facts: this.facts, stepsOf: (fn) => this.#stepsOf(fn) }
  }

  /** What the query of a rule finds in a file, but for what its conditions cannot hold for. */
  find(file: SourceFile, rule: Rule): readonly Captures[] {
    const parsed = this.#parsed(file)
    if (parsed.pieces === undefined) return this.#query(file, rule.query, parsed).filter((captures) => isIn(captures, rule))
    const { functions } = rule
    if (functions === undefined) return parsed.pieces.filter(({ start, end }) => hasTexts(file.text.slice(start, end), rule)).flatMap((piece) => matchQuery(this.#syntax, parsed.rootOf(piece), rule.query)).filter((captures) => isIn(captures, rule))
    return parsed.functions.flatMap((fn) => {
      if (!functions.kinds.includes(fn.kind) || !functions.glances.every((glance) => glance(fn, this.facts))) return []
      const { node } = fn
      return node === undefined ? [] : [new Map([[functions.capture, node]])]
    })
  }

  /** The file that a node is a piece of. */
  fileOf(node: Node): SourceFile {
    for (const [file, parsed] of this.#files) if (parsed.has(node.tree)) return file
    throw new Error('a node of no file of this package')
  }

  /** Nodes cannot be used after this. */
  delete(): void {
    for (const file of this.#files.values()) file.delete()
  }

  #parsed(file: SourceFile): ParsedFile {
    const parsed = this.#files.get(file)
    if (parsed === undefined) throw new Error(`${file.path} is no file of this package`)
    return parsed
  }

  /** Many rules ask the same. */
  #query(file: SourceFile, query: string, { root }: ParsedFile): readonly Captures[] {
    let ofFile = this.#found.get(file)
    if (ofFile === undefined) this.#found.set(file, (ofFile = new Map()))
    let found = ofFile.get(query)
    if (found === undefined) ofFile.set(query, (found = matchQuery(this.#syntax, root, query)))
    return found
  }

  #stepsOf(fn: Node): readonly Step[] {
    const known = this.#steps.get(fn.id)
    if (known !== undefined) return known
    const steps = walkFunction(fn, (call) => (this.#leavesUnclear(call, fn) ? 'unclear' : 'balanced'))
    this.#steps.set(fn.id, steps)
    return steps
  }

  /** What is called is asked for last: to find it takes types. */
  #leavesUnclear(call: Node, from: Node): boolean {
    const called = call.childForFieldName('function')
    const written = called?.type === 'selector_expression' ? called.childForFieldName('field') : called
    this.#suspects ??= new Set(this.facts.all.filter(({ text }) => mayLeaveUnclear(text)).map(({ name }) => name.slice(name.indexOf('.') + 1)))
    if (!this.#suspects.has(written?.text ?? '')) return false
    const name = calledName(call, this.facts)
    const callee = name === undefined ? undefined : this.facts.functions.get(name)
    return callee !== undefined && callee.id !== from.id && leavesUnclear(callee)
  }
}

/** Whether what a query found stands in a declaration that has all texts that the rule names. */
function isIn(captures: Captures, rule: Rule): boolean {
  if (rule['declaration-contains'].length === 0) return true
  const [node] = captures.values()
  const declaration = node && [node, ...ancestors(node)].at(-2)
  return declaration !== undefined && hasTexts(declaration.text, rule)
}

function hasTexts(text: string, rule: Rule): boolean {
  return rule['declaration-contains'].every((needle) => contains(text, needle))
}
