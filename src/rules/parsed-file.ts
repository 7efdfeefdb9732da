import type { Node, Tree } from 'web-tree-sitter'
import { functionName } from '../syntax/functions.ts'
import type { GoSyntax } from '../syntax/go.ts'
import { cutFile, wordsOf, type Piece } from './cut.ts'
import type { SourceFile } from './engine.ts'
import { receiverOf } from './where/around.ts'

/** A function or method of a package: parsed when its node is asked for. */
export interface FunctionSource {
  readonly kind: 'function' | 'method'
  /** `name`, or `Type.name` of a method. */
  readonly name: string
  /** Undefined as well when the receiver has no name. */
  readonly receiver: { readonly name: string; readonly type: string } | undefined
  /** All of its text, and perhaps comments before it. */
  readonly text: string
  /** Undefined when it has an error that hides it. */
  readonly node: Node | undefined
}

/** Types, or variables and constants, that are declared together: parsed when its root is asked for. */
export interface DeclarationSource {
  readonly kind: 'type' | 'variable'
  /** The only name that it declares, when that is known. */
  readonly name: string | undefined
  readonly root: Node
  /** Whether it can declare the name. */
  mentions(name: string): boolean
}

/**
 * One file of a package, cut into its declarations, each of which is parsed when it is looked at. A file that cannot be cut, and
 * one of which rules have to see all, is parsed as a whole, so that each of its nodes is the same node for everybody.
 */
export class ParsedFile {
  readonly source: SourceFile
  readonly #syntax: GoSyntax
  readonly #trees = new Map<Piece | 'whole', Tree>()
  readonly #whole: boolean
  #pieces: { readonly all: readonly Piece[] | undefined } | undefined
  #functions: readonly FunctionSource[] | undefined
  #declarations: readonly DeclarationSource[] | undefined

  constructor(syntax: GoSyntax, source: SourceFile, whole: boolean) {
    this.#syntax = syntax
    this.source = source
    this.#whole = whole
  }

  get functions(): readonly FunctionSource[] {
    this.#functions ??= this.pieces?.flatMap((piece) => this.#functionOf(piece)) ?? functionsIn(this.root)
    return this.#functions
  }

  get declarations(): readonly DeclarationSource[] {
    this.#declarations ??= this.pieces?.flatMap((piece) => this.#declarationOf(piece)) ?? declarationsIn(this.root, this.source.text)
    return this.#declarations
  }

  /** Undefined when the file is parsed as a whole. */
  get pieces(): readonly Piece[] | undefined {
    this.#pieces ??= { all: this.#whole ? undefined : cutFile(this.source.text) }
    return this.#pieces.all
  }

  /** Of a file that is parsed as a whole. */
  get root(): Node {
    return this.#parse('whole', () => this.#syntax.parse(this.source.text))
  }

  /** Undefined where the file does not say it. */
  get packageName(): string | undefined {
    const roots = this.pieces === undefined ? [this.root] : this.pieces.slice(0, 1).map((piece) => this.rootOf(piece))
    return roots.flatMap(({ namedChildren }) => namedChildren).find(({ type }) => type === 'package_clause')?.namedChildren[0]?.text
  }

  rootOf(piece: Piece): Node {
    return this.#parse(piece, () => this.#syntax.parsePiece(this.source.text, piece))
  }

  has(tree: Tree): boolean {
    return [...this.#trees.values()].includes(tree)
  }

  /** Nodes cannot be used after this. */
  delete(): void {
    for (const tree of this.#trees.values()) tree.delete()
  }

  #parse(piece: Piece | 'whole', parse: () => Tree): Node {
    let tree = this.#trees.get(piece)
    if (tree === undefined) this.#trees.set(piece, (tree = parse()))
    return tree.rootNode
  }

  #functionOf(piece: Piece): readonly FunctionSource[] {
    const { kind, name = '', receiver, start, end } = piece
    if (kind !== 'function' && kind !== 'method') return []
    const { text } = this.source
    const find = (): Node | undefined => this.rootOf(piece).namedChildren.find(({ type }) => type === declarations[kind])
    return [{
      kind,
      name: receiver === undefined ? name : `${receiver.type}.${name}`,
      receiver: receiver?.name === undefined ? undefined : { name: receiver.name, type: receiver.type },
      get text() {
        return text.slice(start, end)
      },
      get node() {
        return find()
      },
    }]
  }

  #declarationOf(piece: Piece): readonly DeclarationSource[] {
    const { kind, name, start, end } = piece
    if (kind !== 'type' && kind !== 'variable') return []
    const root = (): Node => this.rootOf(piece)
    return [{
      kind,
      name,
      get root() {
        return root()
      },
      mentions: mentionedIn(this.source.text.slice(start, end)),
    }]
  }
}

const declarations = { function: 'function_declaration', method: 'method_declaration' } as const

function functionsIn(root: Node): readonly FunctionSource[] {
  return root.namedChildren.flatMap((node): readonly FunctionSource[] => {
    const kind = node.type === declarations.function ? 'function' : node.type === declarations.method ? 'method' : undefined
    return kind === undefined ? [] : [{ kind, name: functionName(node) ?? '', receiver: receiverOf(node), text: node.text, node }]
  })
}

function declarationsIn(root: Node, text: string): readonly DeclarationSource[] {
  const mentions = mentionedIn(text)
  return (['type', 'variable'] as const).map((kind) => ({ kind, name: undefined, root, mentions }))
}

function mentionedIn(text: string): (name: string) => boolean {
  let words: ReadonlySet<string> | undefined
  return (name) => (words ??= wordsOf(text)).has(name)
}
