import type { Node, Tree } from 'web-tree-sitter'
import { functionName } from '../syntax/functions.ts'
import type { GoSyntax } from '../syntax/go.ts'
import { positionsIn } from '../syntax/lines.ts'
import { cutFile, wordsOf, type Piece } from './cut.ts'
import type { SourceFile } from './engine.ts'
import { packageNameOf } from './package-clause.ts'
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
  /** The text of its file, and where it is there. */
  readonly file: string
  readonly start: number
  readonly end: number
  /** Undefined when it has an error that hides it. */
  readonly node: Node | undefined
}

/** Types, or variables and constants, that are declared together: parsed when its root is asked for. */
export interface DeclarationSource {
  readonly kind: 'type' | 'variable'
  /** The only name that it declares, when that is known. */
  readonly name: string | undefined
  /** Perhaps with more of its file. */
  readonly text: string
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
  readonly #positionOf: ReturnType<typeof positionsIn>

  constructor(syntax: GoSyntax, source: SourceFile, whole: boolean) {
    this.#syntax = syntax
    this.source = source
    this.#whole = whole
    this.#positionOf = positionsIn(source.text)
  }

  get functions(): readonly FunctionSource[] {
    this.#functions ??= this.pieces?.flatMap((piece) => this.#functionOf(piece)) ?? functionsIn(this.root, this.source.text)
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

  /** Empty where the file does not say it. */
  get packageName(): string {
    return packageNameOf(this.source.text)
  }

  /** The declarations of a kind that may be of this name. */
  mayDeclare(kind: DeclarationSource['kind'], wanted: string): readonly DeclarationSource[] {
    if (this.#declarations === undefined && !this.source.text.includes(wanted)) return []
    return this.declarations.filter((one) => one.kind === kind && (one.name === undefined ? one.mentions(wanted) : one.name === wanted))
  }

  /** Functions by `name`, methods by `Type.name`. */
  functionsNamed(wanted: string): readonly FunctionSource[] {
    if (this.#functions === undefined && !mayBeDeclared(wanted.slice(wanted.indexOf('.') + 1)).test(this.source.text)) return []
    return this.functions.filter(({ name }) => name === wanted)
  }

  rootOf(piece: Piece): Node {
    return this.#parse(piece, () => this.#syntax.parsePiece(this.source.text, { ...piece, ...this.#positionOf(piece.start) }))
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
      file: text,
      start,
      end,
      get node() {
        return find()
      },
    }]
  }

  #declarationOf(piece: Piece): readonly DeclarationSource[] {
    const { kind, name, start, end } = piece
    if (kind !== 'type' && kind !== 'variable') return []
    const text = this.source.text.slice(start, end)
    const root = (): Node => this.rootOf(piece)
    return [{
      kind,
      name,
      text,
      get root() {
        return root()
      },
      mentions: mentionedIn(text),
    }]
  }
}

const declarations = { function: 'function_declaration', method: 'method_declaration' } as const

function functionsIn(root: Node, file: string): readonly FunctionSource[] {
  return root.namedChildren.flatMap((node): readonly FunctionSource[] => {
    const kind = node.type === declarations.function ? 'function' : node.type === declarations.method ? 'method' : undefined
    return kind === undefined ? [] : [{ kind, name: functionName(node) ?? '', receiver: receiverOf(node), text: node.text, file, start: node.startIndex, end: node.endIndex, node }]
  })
}

function declarationsIn(root: Node, text: string): readonly DeclarationSource[] {
  const mentions = mentionedIn(text)
  return (['type', 'variable'] as const).map((kind) => ({ kind, name: undefined, text, root, mentions }))
}

function mentionedIn(text: string): (name: string) => boolean {
  let words: ReadonlySet<string> | undefined
  return (name) => (words ??= wordsOf(text)).has(name)
}

const declarers = new Map<string, RegExp>()

/** A function's name before its parameters. Where it is called as a method, a dot stands before it. */
function mayBeDeclared(name: string): RegExp {
  let pattern = declarers.get(name)
  if (pattern === undefined) declarers.set(name, (pattern = new RegExp(String.raw`(?<![.\w])${name}\s*(?:[(\[]|\/[/*])`)))
  return pattern
}
