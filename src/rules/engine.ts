/** Rules applied to the files of one folder. */
import type { Node } from 'web-tree-sitter'
import type { Operation } from '../model/finding.ts'
import { operations } from '../model/finding.ts'
import { functionName } from '../syntax/functions.ts'
import type { GoSyntax } from '../syntax/go.ts'
import { matchOf, type Context, type Match, type Question } from './match.ts'
import { packageNameOf } from './package-clause.ts'
import { ParsedPackage } from './parsed.ts'
import type { Rule } from './rule.ts'
import { contains } from './texts.ts'
import type { PackageFacts } from './types/declarations.ts'
import { ancestors } from './where/around.ts'

export interface SourceFile {
  readonly path: string
  readonly text: string
  /** Of its package, unless that is a program. */
  readonly importPath: string
}

/** What a rule found, as plain data: it comes from another thread. */
export interface RawFinding {
  readonly rule: string
  readonly file: string
  readonly message: string
  readonly op: Operation
  readonly map?: { readonly expression: string; readonly type: string }
  readonly place: RawPlace
  readonly see?: RawPlace
  readonly questions: readonly Question[]
}

export interface RawPlace {
  readonly file: string
  readonly line: number
  /** As stacks name it: `example.com/server.(*Config).Reload`; empty outside of functions. */
  readonly function: string
  /** The line's text. */
  readonly text: string
}

/** The rules that can find anything, file by file. Few files have to be looked at. */
function choose(rules: readonly Rule[], group: readonly SourceFile[], looksAt: (file: SourceFile) => boolean): ReadonlyMap<SourceFile, readonly Rule[]> {
  const files = group.filter(looksAt)
  if (files.length === 0) return new Map()
  const inPackage = rules.filter((rule) => rule['package-contains'].every((needle) => group.some(({ text }) => contains(text, needle))))
  const chosen = files.map((file) => [file, inPackage.filter((rule) => needlesOf(rule).every((needle) => contains(file.text, needle)))] as const)
  return new Map(chosen.filter(([, some]) => some.length > 0))
}

function needlesOf(rule: Rule): readonly string[] {
  return [...rule.contains, ...rule['declaration-contains']]
}

/** Whether a rule's query has to be asked of a file as a whole, and not of its declarations one by one. */
function needsWhole(rule: Rule): boolean {
  return rule.functions === undefined && rule['declaration-contains'].length === 0
}

export interface LintScope {
  /** Of which files something is to be found; the others only say what they declare. */
  readonly looksAt?: (file: SourceFile) => boolean
  /** What is known of types of other packages. */
  readonly lockInForeign?: PackageFacts['lockInForeign']
}

/** Applies rules to the files of a folder, or to some of them: those of one package know each other. */
export function lintFiles(syntax: GoSyntax, files: readonly SourceFile[], rules: readonly Rule[], { looksAt = () => true, lockInForeign }: LintScope = {}): readonly RawFinding[] {
  return groupByPackage(files).flatMap((group) => {
    const chosen = choose(rules, group, looksAt)
    if (chosen.size === 0) return []
    const parsed = new ParsedPackage(syntax, group, (file) => chosen.get(file)?.some(needsWhole) ?? false, lockInForeign)
    try {
      return [...chosen].flatMap(([file, some]) => {
        const context = parsed.contextOf(file)
        return some.flatMap((rule) => applyRule(rule, parsed.find(file, rule), context, (node) => placeOf(node, parsed.fileOf(node), parsed.facts.name)))
      })
    } finally {
      parsed.delete()
    }
  })
}

/** Files of one folder can be of two packages: those of external tests. */
function groupByPackage(files: readonly SourceFile[]): readonly (readonly SourceFile[])[] {
  const groups = new Map<string, SourceFile[]>()
  for (const file of files) {
    const name = packageNameOf(file.text)
    groups.set(name, [...(groups.get(name) ?? []), file])
  }
  return [...groups.values()]
}

function applyRule(rule: Rule, candidates: readonly ReadonlyMap<string, Node>[], context: Context, place: (node: Node) => RawPlace): readonly RawFinding[] {
  const found = new Map<string, RawFinding>()
  for (const captures of candidates) {
    const matches = rule.tests.reduce((some: readonly Match[], test) => some.flatMap((match) => test(match, context)), [matchOf(captures)])
    for (const match of matches) {
      const at = match.nodes.get('at')
      if (at === undefined) continue
      const finding = toFinding(rule, match, at, context, place)
      // Of several reasons to report a line, the first that is certain.
      const key = `${finding.place.line} ${finding.map?.expression ?? ''}`
      const known = found.get(key)
      if (known === undefined || known.questions.length > finding.questions.length) found.set(key, finding)
    }
  }
  return [...found.values()]
}

function toFinding(rule: Rule, match: Match, at: Node, context: Context, place: (node: Node) => RawPlace): RawFinding {
  const map = match.nodes.get('map') ?? match.nodes.get('at-map')
  const see = match.nodes.get('see')
  const op = operations.find((one) => one === match.words.get('at-op')) ?? 'other'
  return {
    rule: rule.id,
    file: context.path,
    message: rule.message.replace(/\{([a-z-]+)\}/g, (_, name: string) => shortened(match.words.get(name) ?? match.nodes.get(name)?.text ?? '…')),
    op,
    ...(map && match.words.has('type') && { map: { expression: shortened(map.text), type: shortened(match.words.get('type') ?? 'map') } }),
    place: place(at),
    ...(see && { see: place(see) }),
    questions: match.questions,
  }
}

const longest = 60

function shortened(text: string): string {
  const line = text.replace(/\s+/g, ' ')
  return line.length <= longest ? line : `${line.slice(0, longest - 1)}…`
}

function placeOf(node: Node, { path, text, importPath }: SourceFile, packageName: string): RawPlace {
  const line = node.startPosition.row + 1
  const fn = [node, ...ancestors(node)].find(({ type }) => type === 'function_declaration' || type === 'method_declaration')
  const start = text.lastIndexOf('\n', node.startIndex - 1) + 1
  const end = text.indexOf('\n', node.startIndex)
  const symbol = fn && `${packageName === 'main' ? 'main' : importPath}.${localSymbol(fn)}`
  return { file: path, line, function: symbol ?? '', text: text.slice(start, end < 0 ? undefined : end) }
}

/** `Reload`, `(*Config).Reload`, `Ring[...].Len`: as stacks name it. */
function localSymbol(fn: Node): string {
  const [receiver = '', name] = functionName(fn)?.split('.') ?? []
  if (name === undefined) return receiver
  const text = fn.childForFieldName('receiver')?.text ?? ''
  const type = text.includes('[') ? `${receiver}[...]` : receiver
  return text.includes('*') ? `(*${type}).${name}` : `${type}.${name}`
}
