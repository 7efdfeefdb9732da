import { execa } from 'execa'

export interface TestBinary {
  readonly binary: string
  readonly dir: string
}

/** The leaves of the tree of tests and subtests, by what came of them. */
export interface Verdicts {
  readonly reported: readonly string[]
  readonly silent: readonly string[]
  /** Not for a race: with what was printed. */
  readonly failed: ReadonlyMap<string, string>
}

/**
 * Runs all tests of a binary, which say of themselves whether they raced (testing.common.checkRaces): a pair of places that
 * was reported before is not reported again. A test with parallel subtests, whose output is mixed, counts as a leaf.
 */
export async function runTests({ binary, dir }: TestBinary, gomaxprocs: number): Promise<Verdicts> {
  const args = ['-test.v', '-test.run=^Test', '-test.benchtime=1x']
  const { stdout, exitCode } = await execa(binary, args, { cwd: dir, env: { GOMAXPROCS: String(gomaxprocs), MAPSAN: 'log_path=off' }, reject: false })
  const ran = [...stdout.matchAll(/^=== RUN +(\S+)/gm)].map(([, name = '']) => name)
  const parallel = new Set([...stdout.matchAll(/^=== PAUSE +(\S+)/gm)].map(([, name = '']) => topOf(name)))
  const leafOf = (name: string): string => (parallel.has(topOf(name)) ? topOf(name) : name)
  if (ran.length === 0 || exitCode === 2) throw new Error(`${binary} broke off:\n${stdout}`)
  const leaves = [...new Set(ran.filter((name) => !ran.some((other) => other.startsWith(`${name}/`))).map(leafOf))]
  const sections = stdout.split(/^=== (?=RUN|CONT|NAME|PAUSE)/m)
  const textOf = (leaf: string): string => sections.filter((section) => leafOf(nameOf(section)) === leaf).join('')
  const raced = (leaf: string): boolean => textOf(leaf).includes('race detected during execution of test')
  const failures = leaves.filter((leaf) => !raced(leaf) && stdout.includes(`--- FAIL: ${leaf} (`))
  return {
    reported: leaves.filter(raced).toSorted(),
    silent: leaves.filter((leaf) => !raced(leaf)).toSorted(),
    failed: new Map(failures.map((leaf) => [leaf, textOf(leaf)])),
  }
}

/** Runs a fuzz test as `go test -fuzz` does, in two processes that work for it; says whether it failed because of a race. */
export async function fuzz({ binary }: TestBinary, name: string, cwd: string): Promise<{ readonly raced: boolean; readonly output: string }> {
  const args = ['-test.run=^$', `-test.fuzz=^${name}$`, '-test.fuzztime=20x', '-test.parallel=2', `-test.fuzzcachedir=${cwd}`]
  const { all, exitCode } = await execa(binary, args, { cwd, all: true, reject: false })
  return { raced: exitCode !== 0 && all.includes('race detected during execution of test'), output: all }
}

export function topOf(name: string): string {
  return name.replace(/\/.*/, '')
}

function nameOf(section: string): string {
  return /^\w+ +(\S+)/.exec(section)?.[1] ?? ''
}
