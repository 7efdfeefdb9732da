import { createRequire } from 'node:module'
import { Language, Parser, type Tree } from 'web-tree-sitter'

/** What parses Go, with its grammar: load once, use for any number of files. */
export interface GoSyntax {
  readonly language: Language
  /** Node indices are indices into the JavaScript string, also after characters outside of ASCII. */
  parse(source: string): Tree
}

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
    parse(source) {
      const tree = parser.parse(source)
      if (tree === null) throw new Error('tree-sitter gave no tree, although a language is set')
      return tree
    },
  }
}
