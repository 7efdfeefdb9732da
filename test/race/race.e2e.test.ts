import { existsSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, test, vi } from 'vitest'
import { fixturesFolder } from '../support/fixtures.ts'
import { folderWith, goMod, mapsan, quietMain, quietTest, startMapsan } from '../support/cli.ts'
import type { JsonReport } from '../../src/report/json-schema.ts'
import { reportIn } from './report-in.ts'

const racing = join(fixturesFolder, 'gate/racing')
const clean = join(fixturesFolder, 'gate/clean')
const work = mkdtempSync(join(tmpdir(), 'mapsan-gate-'))
afterAll(() => rmSync(work, { recursive: true }))

/** Such as `map-race cart/cart.go:9 cart/cart.go:13`. */
function places({ findings }: JsonReport, root: string): readonly string[] {
  return findings.map(({ rule, accesses }) => {
    const lines = accesses.map(({ stack }) => stack.find(({ file }) => file.startsWith(root))).map((frame) => `${frame?.file.slice(root.length + 1)}:${frame?.line}`)
    return [rule, ...lines.sort()].join(' ')
  }).sort()
}

/** The whole gate: every test binary, a child process, and one that swallows what it says. */
const everyRace = [
  'data-race cart/cart.go:13 cart/cart.go:9', // the value of the entry
  'data-race child/child.go:11 child/child.go:15',
  'data-race till/till.go:7 till/till.go:7',
  'map-race cart/cart.go:13 cart/cart.go:9',
  'map-race silent/silent.go:11 silent/silent.go:15',
]

describe('a module that races', () => {
  const out = join(work, 'racing')

  test('fails, with every race of every process', async () => {
    const { exitCode, stdout, stderr } = await mapsan(['race', '--format', 'terminal,sarif,junit,github', '--out', out, './...'], { cwd: racing })
    expect(exitCode).toBe(1)
    expect(stdout).toContain('race detected during execution of test')
    expect(stdout).toMatch(/^ok {2}\texample\.com\/gate\/child\t/m)
    expect(stdout).toMatch(/^ok {2}\texample\.com\/gate\/silent\t/m)
    const report = reportIn(out)
    expect(places(report, racing)).toEqual(everyRace)
    expect(report.findings.find(({ rule }) => rule === 'map-race')?.map.expression).toBe('c.items')
    expect(report).toMatchObject({ warnings: [], run: { detector: 'race', status: 'findings' } })
    expect(stderr).toContain('2 map races and 3 data races found by the race detector in 4 processes')
    expect(stderr.match(/^::error file=.*,title=(map|data)-race /gm)).toHaveLength(5)
    expect(readdirSync(out)).toEqual(expect.arrayContaining(['report.sarif', 'report.junit.xml', 'report.github.txt', 'report.txt']))
  })

  test('is shown again from its folder alone', async () => {
    const again = await mapsan(['report', out], { env: { PATH: '/nowhere' } })
    expect(again).toEqual({ exitCode: 1, stdout: readFileSync(join(out, 'report.txt'), 'utf8'), stderr: '' })
  })

  test('passes with a baseline of its races, and fails again for what is not in them', async () => {
    const baseline = join(work, 'baseline.json')
    const { stdout } = await mapsan(['report', '--format', 'baseline', out])
    writeFileSync(baseline, stdout)
    const known = await mapsan(['race', '--baseline', baseline, './cart', './till'], { cwd: racing })
    expect(known.stderr).toContain('3 races suppressed: 3 by the baseline.')
    expect(known).toMatchObject({ exitCode: 0, stdout: expect.stringMatching(/^ok .*cart.*\nok .*till/) })

    const { schema, findings } = JSON.parse(stdout)
    writeFileSync(baseline, JSON.stringify({ schema, findings: findings.filter(({ rule }: { rule: string }) => rule === 'data-race') }))
    const fresh = await mapsan(['race', '--baseline', baseline, '--out', join(work, 'fresh'), './cart', './till'], { cwd: racing })
    expect(fresh.exitCode).toBe(1)
    expect(reportIn(join(work, 'fresh')).findings.filter(({ suppression }) => suppression === undefined).map(({ rule }) => rule)).toEqual(['map-race'])
  })
})

test('the module without its races passes', async () => {
  const out = join(work, 'clean')
  const { exitCode, stderr } = await mapsan(['race', '--out', out, './...'], { cwd: clean })
  expect(stderr).toMatch(/^No data race found by the race detector \(go1\.\d+\.\d+ \w+\/\w+\)\.$/m)
  expect(exitCode).toBe(0)
  expect(reportIn(out)).toMatchObject({ findings: [], warnings: [], unusedSuppressions: [], run: { status: 'clean' } })
})

describe('a program', () => {
  test('runs as it would by itself; the settings of GORACE stay in force, and the log is where they want it', async () => {
    const log = join(work, 'my.log')
    const { exitCode, stdout } = await mapsan(['race', '--out', join(work, 'clerk'), 'run', './cmd/clerk'], {
      cwd: racing, env: { GORACE: `log_path=${log} exitcode=7 atexit_sleep_ms=0` },
    })
    expect({ exitCode, stdout }).toEqual({ exitCode: 1, stdout: 'clerk []\n' })
    const report = reportIn(join(work, 'clerk'))
    expect(report.run.commands).toEqual([{ command: ['clerk'], exitCode: 7, signal: null }])
    expect(places(report, racing)).toContain('map-race cmd/clerk/main.go:13 cmd/clerk/main.go:13')
    const [copy = ''] = readdirSync(work).filter((name) => name.startsWith('my.log.'))
    expect(readFileSync(join(work, copy), 'utf8')).toContain('WARNING: DATA RACE')
  })

  test('that hangs is ended after --timeout, and its races are reported all the same', async () => {
    const hangs = await mapsan(['race', '--timeout', '5s', 'run', './cmd/clerk', '--', 'wait'], { cwd: racing })
    expect(hangs).toMatchObject({ exitCode: 1, stderr: expect.stringContaining('map race') })
    expect(hangs.stderr).toContain('clerk did not end within 5 s: this is what was found until then')
    const quiet = await mapsan(['race', '--timeout', '5s', 'run', './cmd/clerk', '--', 'wait'], { cwd: clean })
    expect(quiet).toMatchObject({ exitCode: 3, stderr: expect.stringContaining('clerk did not end within 5 s (TIMED_OUT)') })
  })
})

/** A test whose map races, if it is told to, and which then waits for ever, as does a program that it has started. */
const waiting = (racing: boolean): string => `package wait

import (
	"fmt"
	"os"
	"os/exec"
	"testing"
	"time"
)

func TestWait(t *testing.T) {
	child := exec.Command("sleep", "600")
	if err := child.Start(); err != nil {
		t.Fatal(err)
	}
	items, done := map[int]int{}, make(chan bool)
	go func() {
		items[1]++
		close(done)
	}()
	if ${racing} {
		items[2]++
	}
	<-done
	if err := os.WriteFile("pids", fmt.Append(nil, os.Getpid(), child.Process.Pid), 0o666); err != nil {
		t.Fatal(err)
	}
	time.Sleep(time.Hour)
}
`

describe.each(['SIGINT', 'SIGTERM'] as const)('%s ends the tests and all that they have started', (signal) => {
  async function interrupted(racing: boolean): Promise<{ readonly result: Awaited<ReturnType<typeof mapsan>>; readonly alive: readonly number[] }> {
    const cwd = folderWith({ 'go.mod': goMod, 'wait/wait_test.go': waiting(racing) })
    const pids = join(cwd, 'wait/pids')
    const running = startMapsan(['race', '--out', join(cwd, 'out'), './...'], { cwd })
    await vi.waitUntil(() => existsSync(pids) && readFileSync(pids, 'utf8').includes(' '), { timeout: 180_000, interval: 50 })
    running.kill(signal)
    const { exitCode = -1, stdout, stderr } = await running
    const alive = readFileSync(pids, 'utf8').split(' ').map(Number).filter((pid) => existsSync(`/proc/${pid}`) && !/^State:\tZ/m.test(readFileSync(`/proc/${pid}/status`, 'utf8')))
    return { result: { exitCode, stdout, stderr }, alive }
  }

  test('and what raced until then is reported', async () => {
    const { result: { exitCode, stderr }, alive } = await interrupted(true)
    expect(stderr).toContain('1 map race')
    expect(stderr).toContain('the tests were interrupted: this is what was found until then')
    expect({ exitCode, alive }).toEqual({ exitCode: 1, alive: [] })
  })

  test('and without a race there is no verdict', async () => {
    const { result: { exitCode, stderr }, alive } = await interrupted(false)
    expect(stderr).toContain('the tests were interrupted (TESTS_INTERRUPTED)')
    expect({ exitCode, alive }).toEqual({ exitCode: 2, alive: [] })
  })
})

describe('what keeps it from running', () => {
  const quiet = { 'go.mod': goMod, 'main.go': quietMain, 'order/order_test.go': quietTest }

  test.each([
    [{ CGO_ENABLED: '0' }, [], /^mapsan: the race detector needs cgo on linux\/\w+, and CGO_ENABLED is 0 \(CGO_NEEDED\)\. Set CGO_ENABLED=1/m],
    [{ CC: 'no-such-cc', CGO_ENABLED: '1' }, [], /the C compiler `no-such-cc` is not there \(C_COMPILER_MISSING\)\. Install one/],
    [{ CC: 'no-such-cc', CGO_ENABLED: '0' }, [], /the C compiler `no-such-cc` is not there; besides, CGO_ENABLED is 0 \(C_COMPILER_MISSING\)/],
    [{ CC: import.meta.filename, CGO_ENABLED: '1' }, [], /the C compiler `.*race\.e2e\.test\.ts` cannot be started \(EACCES\) \(C_COMPILER_MISSING\)/],
    [{ GOOS: 'linux', GOARCH: process.arch === 'arm64' ? 'amd64' : 'arm64' }, [], /the race detector needs cgo on linux\/\w+, and Go turns it off when it builds on linux\/\w+ for another platform \(CGO_NEEDED\)/],
    [{ GOOS: 'darwin', GOARCH: 'arm64' }, [], /what is built for darwin\/arm64 does not run on linux\/\w+ \(RUNS_ELSEWHERE\)\. Unset GOOS and GOARCH, or name with -exec/],
    [{ GOOS: 'linux', GOARCH: process.arch === 'arm64' ? 'amd64' : 'arm64', CGO_ENABLED: '1' }, ['run', '.'], /does not run on linux\/\w+ \(RUNS_ELSEWHERE\)/],
    [{ GOOS: 'plan9', GOARCH: 'amd64' }, [], /Go has no race detector for plan9\/amd64 \(RACE_UNSUPPORTED\)\. It is there for linux/],
    [{ PATH: '/nowhere' }, [], /there is no `go` on PATH \(GO_NOT_FOUND\)/],
    [{}, ['-race=false'], /turns off what `mapsan race` is there for \(USAGE\)/],
    [{}, ['-c'], /-c runs nothing, so no race could be found \(USAGE\)/],
    [{}, ['--timeout', 'soon'], /Write it like 30s/],
  ])('%j %j', async (env, args, message) => {
    const { exitCode, stdout, stderr } = await mapsan(['race', ...args], { cwd: folderWith(quiet), env })
    expect(stderr).toMatch(message)
    expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: '' })
  })

  test('a test that does not compile: what Go says passes through', async () => {
    const cwd = folderWith({ ...quiet, 'order/order_test.go': quietTest.replace('total[', 'totl[') })
    const { exitCode, stdout, stderr } = await mapsan(['race', './order'], { cwd })
    expect(`${stdout}${stderr}`).toMatch(/order_test\.go:7:\d+: undefined: totl/)
    expect(stderr).toContain('`go test -race` ended with exit code 1 (FAILED_WITHOUT_RACE)')
    expect(exitCode).toBe(3)
    expect(existsSync(join(cwd, 'order/order.test'))).toBe(false)
  })
})

describe('processes that do not end well', () => {
  /** It races, and then the shell that it starts does something to it. */
  const victim = (script: string): string => `package victim

import (
	"os/exec"
	"testing"
	"time"
)

var sold int

func TestSell(t *testing.T) {
	go func() { sold++ }()
	time.Sleep(20 * time.Millisecond)
	sold++
	exec.Command("sh", "-c", ${JSON.stringify(script)}).Run()
}
`

  test('one that is killed has left its report', async () => {
    const cwd = folderWith({ 'go.mod': goMod, 'victim_test.go': victim('kill -9 $PPID') })
    const { exitCode, stdout, stderr } = await mapsan(['race'], { cwd })
    expect(stdout).toContain('signal: killed')
    expect(stderr).toContain('1 data race found by the race detector in 1 process')
    expect(exitCode).toBe(1)
  })

  test('tests that hang are ended with all their processes', async () => {
    const cwd = folderWith({ 'go.mod': goMod, 'victim_test.go': victim('echo $$ > pid; exec sleep 600').replace('sold++\n\texec', 'exec') })
    const { exitCode, stderr } = await mapsan(['race', '--timeout', '8s'], { cwd })
    expect(stderr).toMatch(/`go test -race` did not end within 8 s \(TIMED_OUT\)/)
    expect(exitCode).toBe(3)
    // What has ended stays visible until somebody has waited for it.
    await vi.waitFor(() => expect(() => process.kill(Number(readFileSync(join(cwd, 'pid'), 'utf8')), 0)).toThrow('ESRCH'), 10_000)
  })

  test('one that dies of the runtime is no clean run, and what that means is said', async () => {
    const cwd = folderWith({ 'go.mod': goMod, 'main.go': 'package main\n\nfunc main() { panic("no stock") }\n' })
    const { exitCode, stderr } = await mapsan(['race', 'run', '.'], { cwd })
    expect(stderr).toMatch(/shop ended with exit code 2 \(FAILED_WITHOUT_RACE\)\. No race that counts explains it\. If it died of `fatal error: concurrent map/)
    expect(exitCode).toBe(3)
  })
})
