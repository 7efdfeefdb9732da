import { readFileSync, readdirSync } from 'node:fs'
import { basename, join } from 'node:path'
import type { Finding, HeldLock, Stack } from '../../src/model/finding.ts'

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

export function readExpectations(dir: string): readonly Expectation[] {
  return sourceLines(dir).flatMap(({ file, text, line }) => {
    const [, map, other] = comment.exec(text) ?? []
    return map === undefined ? [] : [{ map, file, lines: [line, Number(other)] as const }]
  })
}

export function judge(dir: string, findings: readonly Finding[]): Verdict {
  const expectations = readExpectations(dir)
  const expectedLocks = readLocks(dir)
  const locks = findings.flatMap((finding) => finding.accesses.flatMap((access) => access.locks.map((lock) => describeLock(dir, lock))))
  return {
    missed: [
      ...expectations.filter((one) => !findings.some((finding) => meets(dir, finding, one))).map(describeExpectation),
      ...expectedLocks.filter((lock) => !locks.includes(lock)),
    ],
    falseAlarms: [
      ...findings.filter((finding) => !expectations.some((one) => meets(dir, finding, one))).map((finding) => describeFinding(dir, finding)),
      ...locks.filter((lock) => !expectedLocks.includes(lock)),
    ],
  }
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
