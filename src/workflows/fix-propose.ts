import { chooseBySyntax } from '../fix/by-rule.ts'
import { chooseFix, type Choice } from '../fix/choose.ts'
import { applyEdits } from '../fix/edit.ts'
import type { Facts } from '../fix/facts.ts'
import type { Group } from '../fix/group.ts'
import { indexFacts } from '../fix/index-facts.ts'
import { describeSituation } from '../fix/situation.ts'
import { FilesByName } from '../model/catalog.ts'
import type { Declared } from '../model/finding.ts'
import { displayPath } from '../model/origin.ts'
import type { RunSummary } from '../model/report.ts'
import { readCatalog } from '../run/folder.ts'
import { loadGoSyntax } from '../syntax/go.ts'
import { gofmt } from '../toolchain/checks.ts'
import type { Diagnosis } from './diagnosis.ts'
import { factsAbout } from './fix-facts.ts'
import type { FixedSources } from './fix-sources.ts'
import type { Instrumentation } from './instrument.ts'
import type { Session } from './session.ts'

/** What is to be done about a group, and the files as they would be. */
export interface Proposed extends Choice {
  /** Why there is no proposal at all. */
  readonly why?: string
  readonly files: ReadonlyMap<string, string>
  /** Of the variable. */
  readonly declaredAt?: Declared
}

const nothing = (why: string): Proposed => ({ why, alternatives: [], files: new Map() })

/** Facts → a strategy → the files with its edits, as gofmt writes them. */
export async function proposeFix(session: Session, build: Instrumentation, sources: FixedSources, group: Group, { report, folder }: Diagnosis): Promise<Proposed> {
  if (group.why === undefined && group.variable === undefined && group.use === undefined) return proposeBySyntax(build, sources, group, report.run)
  if (group.why !== undefined) return nothing(group.why)
  const facts = await factsAbout(session, build, group)
  const [variable] = facts.variables
  if (variable === undefined || variable === null) return nothing(`${group.variable?.description ?? group.subject} is declared outside of this module, or is no variable that holds a map`)
  if (facts.problems.length > 0) return nothing(`not all of the module's sources can be understood, so that there may be uses of it which are not seen: ${facts.problems[0]}`)
  const texts = await textsOf(facts, sources)
  if (typeof texts === 'string') return nothing(texts)

  const indexed = indexFacts(facts, texts)
  const [inText] = indexed.variables
  if (inText === undefined || inText === null) return nothing('its variable is not known')
  const { run } = report
  const files = new FilesByName((await readCatalog(folder)) ?? { files: [] })
  const choice = chooseFix(describeSituation({
    group, variable: inText, facts: indexed, texts, origin: run, syntax: await loadGoSyntax(),
    pathOf: (file) => files.get(file)?.path ?? file,
    show: (file, line) => `${displayPath(file, run)}:${line}`,
  }))
  const declaredAt = { file: variable.file, line: variable.line }
  return { ...(choice.chosen === undefined ? { ...choice, files: new Map() } : await editFiles(build, texts, choice)), declaredAt }
}

/** A finding of a rule about calls, which are mended where they stand. */
async function proposeBySyntax(build: Instrumentation, sources: FixedSources, { findings }: Group, run: RunSummary): Promise<Proposed> {
  const [finding] = findings
  const paths = [...new Set(findings.flatMap(({ accesses }) => accesses.flatMap(({ stack }) => stack.map(({ file }) => file))))]
  const texts = new Map<string, string>()
  for (const path of paths) {
    if (sources.isReplaced(path)) return nothing(`${path} is replaced by your own overlay, which a patch would not change`)
    const source = await sources.read(path)
    if (source === undefined) return nothing(`${path} cannot be read, or is not UTF-8`)
    if (/^\/\/ Code generated .* DO NOT EDIT\.$/m.test(source.text)) return nothing(`${path} is generated`)
    texts.set(path, source.text)
  }
  const choice = finding && chooseBySyntax({ finding, texts, syntax: await loadGoSyntax(), minor: minorAskedFor(build.listing), show: (file, line) => `${displayPath(file, run)}:${line}` })
  if (choice === undefined) return nothing('its variable is not known')
  return choice.chosen === undefined ? { ...choice, files: new Map() } : editFiles(build, texts, choice)
}

/** What go.mod asks for, as go list says it; any Go will do when it does not. */
function minorAskedFor(listing: string): number {
  return Number(/"Main": true[^}]*"GoVersion": "1\.(\d+)/.exec(listing)?.[1] ?? Infinity)
}

async function textsOf({ files }: Facts, sources: FixedSources): Promise<ReadonlyMap<string, string> | string> {
  const texts = new Map<string, string>()
  for (const { path, hash } of files) {
    if (sources.isReplaced(path)) return `${path} is replaced by your own overlay, which a patch would not change`
    const source = await sources.read(path)
    if (source?.hash !== hash) return `${path} has changed meanwhile, or is not UTF-8`
    texts.set(path, source.text)
  }
  return texts
}

/** Files that gofmt would not change stay so, be their lines ended by CRLF or not; others are not formatted beyond what is edited. */
async function editFiles({ go, cwd }: Instrumentation, texts: ReadonlyMap<string, string>, choice: Choice): Promise<Proposed> {
  const files = new Map<string, string>()
  for (const [path, source] of texts) {
    const edits = (choice.chosen?.edits ?? []).filter(({ file }) => file === path)
    if (edits.length === 0) continue
    const crlf = /\r\n/.test(source) && !/(^|[^\r])\n/.test(source)
    const edited = applyEdits(source, crlf ? edits.map((edit) => ({ ...edit, text: edit.text.replaceAll('\n', '\r\n') })) : edits)
    const plain = (text: string): string => (crlf ? text.replaceAll('\r\n', '\n') : text)
    const [before, after] = [await gofmt(go, plain(source), cwd), await gofmt(go, plain(edited), cwd)]
    if (after.kind === 'broken') return { ...nothing(`the result does not parse: ${after.why}`), alternatives: choice.alternatives }
    const isClean = before.kind === 'formatted' && before.text === plain(source)
    files.set(path, isClean ? (crlf ? after.text.replaceAll('\n', '\r\n') : after.text) : edited)
  }
  return { ...choice, files }
}
