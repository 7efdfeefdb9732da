import { createRequire } from 'node:module'
import { Language, Parser, type Tree } from 'web-tree-sitter'

/** What parses Go, with its grammar: load once, use for any number of files. */
export interface GoSyntax {
  readonly language: Language
  /** Node indices are indices into the JavaScript string, also after characters outside of ASCII. */
  parse(source: string): Tree
  /** Parses a part of it alone. Its nodes are where they are in the whole. */
  parsePiece(source: string, piece: SourcePiece): Tree
}

export interface SourcePiece {
  readonly start: number
  readonly end: number
  /** Where it starts: both count from 0. */
  readonly row: number
  readonly column: number
}

/** Indices decide where a piece ends; this is behind every file. */
const lastRow = 0x7fff_ffff

let loading: Promise<GoSyntax> | undefined

/** Loads tree-sitter and its Go grammar, both WebAssembly: about 30 ms, the first time only. */
export function loadGoSyntax(): Promise<GoSyntax> {
  loading ??= load()
  return loading
}

async function load(): Promise<GoSyntax> {
  await Parser.init()
  const grammar = createRequire(import.meta.url).resolve('tree-sitter-go/tree-sitter-go.wasm')
  const language = await Language.load(grammar)
  const parser = new Parser()
  parser.setLanguage(language)
  return {
    language,
    parse: (source) => checked(parser.parse(source)),
    parsePiece(source, { start, end, row, column }) {
      const range = { startIndex: start, endIndex: end, startPosition: { row, column }, endPosition: { row: lastRow, column: 0 } }
      // As much as is given is copied, even if it is not looked at.
      return checked(parser.parse((index) => source.slice(index, end), null, { includedRanges: [range] }))
    },
  }
}

function checked(tree: Tree | null): Tree {
  if (tree === null) throw new Error('tree-sitter gave no tree, although a language is set')
  return tree
}
