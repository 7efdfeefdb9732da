import type { Node, Tree } from 'web-tree-sitter'
import type { GoSyntax } from '../syntax/go.ts'
import { matchQuery } from '../syntax/query.ts'
import type { SourceFile } from './engine.ts'
import { leavesUnclear } from './flow/balance.ts'
import type { Step } from './flow/step.ts'
import { walkFunction } from './flow/walk.ts'
import type { Context } from './match.ts'
import { collectDeclarations, type PackageFacts } from './types/declarations.ts'
import { calledFunction } from './types/type-of.ts'

/** The files of one package, each parsed when it is looked at, and what is known of them all, when that is asked for. */
export class ParsedPackage {
  readonly #syntax: GoSyntax
  readonly #files: readonly SourceFile[]
  readonly #trees = new Map<SourceFile, Tree>()
  readonly #steps = new Map<number, readonly Step[]>()
  #facts: PackageFacts | undefined

  constructor(syntax: GoSyntax, files: readonly SourceFile[]) {
    this.#syntax = syntax
    this.#files = files
  }

  get facts(): PackageFacts {
    this.#facts ??= collectDeclarations(this.#files.map((file) => this.#rootOf(file)))
    return this.#facts
  }

  contextOf(file: SourceFile): Context {
    const facts = (): PackageFacts => this.facts
    const root = this.#rootOf(file)
    return {
      path: file.path,
      source: file.text,
      root,
      get facts() {
        return facts()
      },
      query: remembered((text) => matchQuery(this.#syntax, root, text)),
      stepsOf: (fn) => this.#stepsOf(fn),
    }
  }

  /** The file that a node is a piece of. */
  fileOf(node: Node): SourceFile {
    for (const [file, tree] of this.#trees) if (tree === node.tree) return file
    throw new Error('a node of no file of this package')
  }

  /** Nodes cannot be used after this. */
  delete(): void {
    for (const tree of this.#trees.values()) tree.delete()
  }

  #rootOf(file: SourceFile): Node {
    let tree = this.#trees.get(file)
    if (tree === undefined) this.#trees.set(file, (tree = this.#syntax.parse(file.text)))
    return tree.rootNode
  }

  #stepsOf(fn: Node): readonly Step[] {
    const known = this.#steps.get(fn.id)
    if (known !== undefined) return known
    const steps = walkFunction(fn, (call) => {
      const callee = calledFunction(call, this.facts)
      return callee !== undefined && callee.id !== fn.id && leavesUnclear(callee) ? 'unclear' : 'balanced'
    })
    this.#steps.set(fn.id, steps)
    return steps
  }
}

function remembered<Value>(find: (key: string) => Value): (key: string) => Value {
  const known = new Map<string, Value>()
  return (key) => {
    let value = known.get(key)
    if (value === undefined) known.set(key, (value = find(key)))
    return value
  }
}
