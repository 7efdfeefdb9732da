import { readFileSync, readdirSync } from 'node:fs'
import { basename, join } from 'node:path'
import type { Finding, HeldLock, Stack } from '../../src/model/finding.ts'
import type { GuardGap } from '../../src/model/observation.ts'
import { isRace, type FindingRule } from '../../src/model/rule.ts'

/**
 * What a fixture is expected to show stands in its Go source, on the line of one of the two accesses:
 *
 *     stock["pears"] = 7 // want race "stock" with line 24
 *
 * what the finding calls the map, and the line of the other access in the same file. The line of an access is that of its
 * innermost frame inside the fixture: for a call such as `json.Marshal(stock)`, the line of the call. Several findings
 * may meet one expectation (encoding/json looks at a map in more than one place); a finding that meets none is a
 * false alarm, and an expectation that is met by none a miss.
 *
 *     mu.RLock() // want held read
 *
 * says that one side of a race still holds the lock that it took there, to read or to write. No other may be reported.
 *
 *     once.Do(func() { // want held write by sync.(*Once).doSlow
 *
 * says so of a lock that a function outside of the fixture took.
 *
 *     return c.data[key] // want race "c.data" with line 31 // want guard "Config.mu"
 *
 * names the lock that nearly all other accesses held. No other guard may be named.
 *
 *     return c.data[key] // want breach guarded-by "c.data"
 *     c.data[key] = 1 // want gap "Config.mu" in "c.data"
 *
 * are an access that breaks a declaration (of a hand-over the second one), and one that is warned of.
 */
export interface Expectation {
  /** The source expression of the map. */
  readonly map: string
  /** Base name of the file. */
  readonly file: string
  readonly lines: readonly [number, number]
}

export interface Verdict {
  readonly missed: readonly string[]
  readonly falseAlarms: readonly string[]
}

const comment = /\/\/ want race "([^"]+)" with line (\d+)/

function readExpectations(dir: string): readonly Expectation[] {
  return sourceLines(dir).flatMap(({ file, text, line }) => {
    const [, map, other] = comment.exec(text) ?? []
    return map === undefined ? [] : [{ map, file, lines: [line, Number(other)] as const }]
  })
}

/** Of all kinds but locks. */
export function countExpectations(dir: string): number {
  return readExpectations(dir).length + readNotes(dir).length
}

export interface Found {
  readonly findings: readonly Finding[]
  readonly guardGaps: readonly GuardGap[]
}

export function judge(dir: string, { findings: all, guardGaps }: Found): Verdict {
  const findings = all.filter(({ rule }) => isRace(rule))
  const expectations = readExpectations(dir)
  const expectedLocks = readLocks(dir)
  const locks = all.flatMap((finding) => finding.accesses.flatMap((access) => access.locks.map((lock) => describeLock(dir, lock))))
  const notes = [...all.flatMap((finding) => [...breachOf(dir, finding), ...guardOf(dir, finding)]), ...guardGaps.flatMap((gap) => gapsOf(dir, gap))]
  const expectedNotes = readNotes(dir)
  return {
    missed: [
      ...expectedNotes.filter((note) => !notes.includes(note)),
      ...expectations.filter((one) => !findings.some((finding) => meets(dir, finding, one))).map(describeExpectation),
      ...expectedLocks.filter((lock) => !locks.includes(lock)),
    ],
    falseAlarms: [
      ...notes.filter((note) => !expectedNotes.includes(note)),
      ...findings.filter((finding) => !expectations.some((one) => meets(dir, finding, one))).map((finding) => describeFinding(dir, finding)),
      ...locks.filter((lock) => !expectedLocks.includes(lock)),
    ],
  }
}

const noteComment = /\/\/ want (guard "[^"]+"|breach \S+ "[^"]+"|gap "[^"]+" in "[^"]+")/g

/** What is expected besides races, with the place: `gap "Config.mu" in "c.data" at main.go:17`. */
function readNotes(dir: string): readonly string[] {
  return sourceLines(dir).flatMap(({ file, text, line }) => Array.from(text.matchAll(noteComment), ([, note]) => `${note} at ${file}:${line}`))
}

function breachOf(dir: string, { rule, map, accesses: [access] }: Finding): readonly string[] {
  return isRace(rule) ? [] : [`breach ${rule satisfies FindingRule} "${map.expression}" at ${placeOf(dir, access.stack)}`]
}

/** The guard of a race stands at the line that `want race` stands at. */
function guardOf(dir: string, { guard, accesses }: Finding): readonly string[] {
  const places = accesses.map(({ stack }) => placeOf(dir, stack))
  const expected = readExpectations(dir).map(({ file, lines: [line] }) => `${file}:${line}`)
  return guard === undefined ? [] : [`guard "${guard.lock}" at ${places.find((place) => place !== undefined && expected.includes(place)) ?? places[0]}`]
}

function gapsOf(dir: string, { map, guard, places }: GuardGap): readonly string[] {
  return places.map(({ stack }) => `gap "${guard.lock}" in "${map.expression}" at ${placeOf(dir, stack)}`)
}

function readLocks(dir: string): readonly string[] {
  return sourceLines(dir).flatMap(({ file, text, line }) => {
    const [, mode, by] = /\/\/ want held (read|write)(?: by (\S+))?/.exec(text) ?? []
    return mode === undefined ? [] : [`${mode} lock taken ${by === undefined ? `at ${file}:${line}` : `by ${by}`}`]
  })
}

function describeLock(dir: string, { mode, acquiredAt }: HeldLock): string {
  const place = placeOf(dir, acquiredAt)
  return `${mode} lock taken ${place === undefined ? `by ${acquiredAt.at(-1)?.function}` : `at ${place}`}`
}

function sourceLines(dir: string): readonly { readonly file: string; readonly text: string; readonly line: number }[] {
  return readdirSync(dir).filter((file) => file.endsWith('.go')).flatMap((file) =>
    readFileSync(join(dir, file), 'utf8').split('\n').map((text, i) => ({ file, text, line: i + 1 })))
}

function meets(dir: string, { map, accesses }: Finding, { map: expression, file, lines }: Expectation): boolean {
  const places = accesses.map((access) => placeOf(dir, access.stack))
  const wanted = lines.map((line) => `${file}:${line}`)
  return map.expression === expression && places.toSorted().join() === wanted.toSorted().join()
}

/** undefined outside of the fixture. */
function placeOf(dir: string, stack: Stack): string | undefined {
  const frame = stack.find(({ file }) => file.startsWith(dir))
  return frame && `${basename(frame.file)}:${frame.line}`
}

function describeExpectation({ map, file, lines }: Expectation): string {
  return `${map} at ${file}:${lines[0]} with ${file}:${lines[1]}`
}

function describeFinding(dir: string, { map, accesses }: Finding): string {
  const sides = accesses.map((access) => `${access.op} at ${placeOf(dir, access.stack) ?? 'a place outside of the fixture'} (${access.stack.map((frame) => frame.function).join(' < ')})`)
  return `${map.expression ?? map.type}: ${sides.join(' with ')}`
}
