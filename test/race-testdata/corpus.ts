import { mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { execa } from 'execa'
import { loadGoSyntax } from '../../src/syntax/go.ts'
import { forBuilds, goEnvironment, goroot, type GoVersion } from '../support/go.ts'
import { cells, convertPackage, functionsAt, type Conversion } from './convert.ts'

/** Files that are no tests of one goroutine against another, or that need what only `-race` has. */
const leftOut: readonly string[] = [
  'main_test.go', // a TestMain that prints a line
  'cgo_test.go', // runs `go run -race` on another program
]

export interface Corpus {
  readonly dir: string
  readonly tests: readonly string[]
  readonly converted: ReadonlySet<string>
}

/**
 * Writes the race detector's own tests, read from GOROOT and converted, as a module into `dir`. Functions in which
 * a map cannot take the variable's place (it does not compile) stay as they are.
 */
export async function writeCorpus(version: GoVersion, dir: string): Promise<Corpus> {
  const syntax = await loadGoSyntax()
  const sources = await writeOriginals(version, dir)
  writeFileSync(join(dir, 'cells_test.go'), cells)

  const leave = new Set<string>()
  for (;;) {
    const conversion = convertPackage(syntax, sources, leave)
    for (const [name, text] of conversion.files) writeFileSync(join(dir, name), text)
    const errors = await compileErrors(version, dir)
    const failing = [...errors].flatMap(([file, lines]) => functionsAt(syntax, conversion.files.get(file) ?? '', lines))
    if (errors.size === 0) return { dir, tests: testNames(sources), converted: convertedTests(conversion) }
    if (failing.every((name) => leave.has(name))) throw new Error(`converted tests do not compile: ${JSON.stringify([...errors])}`)
    failing.forEach((name) => leave.add(name))
  }
}

/** Writes the tests as they are, as a module into `dir`. Gives their sources. */
export async function writeOriginals(version: GoVersion, dir: string): Promise<ReadonlyMap<string, string>> {
  const sources = readTests(join(await goroot(version), 'src/runtime/race/testdata'))
  mkdirSync(dir, { recursive: true })
  writeFileSync(join(dir, 'go.mod'), `module racetests\n\ngo ${/^go(\d+\.\d+)/.exec(version)?.[1]}\n`)
  for (const [name, text] of sources) writeFileSync(join(dir, name), text)
  return sources
}

function readTests(testdata: string): ReadonlyMap<string, string> {
  const files = readdirSync(testdata).filter((name) => name.endsWith('_test.go') && !leftOut.includes(name))
  return new Map(files.map((name) => [name, adapt(readFileSync(join(testdata, name), 'utf8'))]))
}

/** What a module outside of GOROOT may not use, in words that it may. */
function adapt(source: string): string {
  return source
    .replace('"internal/synctest"', '"testing/synctest"')
    .replaceAll('synctest.Run(func() {', 'synctest.Test(t, func(t *testing.T) {')
    .replaceAll('runtime.RaceDisable()', '/* exists under -race only */')
}

export function testNames(sources: ReadonlyMap<string, string>): readonly string[] {
  return [...sources.values()].flatMap((text) => [...text.matchAll(/^func (Test(?:No)?Race\w+)\(/gm)].map(([, name]) => name ?? ''))
}

function convertedTests(conversion: Conversion): ReadonlySet<string> {
  return new Set([...conversion.converted.keys()].filter((name) => name.startsWith('Test')))
}

/** The lines of each file at which the compiler objects; `-e` makes it tell all of them. */
async function compileErrors(version: GoVersion, dir: string): Promise<ReadonlyMap<string, readonly number[]>> {
  const test = await execa('go', ['test', '-c', '-gcflags=-e', '-o', '/dev/null', '.'], { cwd: dir, env: { ...goEnvironment(version), ...forBuilds }, reject: false, all: true })
  const errors = new Map<string, number[]>()
  if (test.exitCode === 0) return errors
  for (const [, file = '', line] of test.all.matchAll(/^\.\/(\w+\.go):(\d+):/gm)) {
    errors.set(file, [...(errors.get(file) ?? []), Number(line)])
  }
  if (errors.size === 0) throw new Error(`go test -c failed in ${dir}:\n${test.all}`)
  return errors
}
