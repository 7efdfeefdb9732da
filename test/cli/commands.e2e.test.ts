import { existsSync, readFileSync, readdirSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { execa } from 'execa'
import { describe, expect, test, vi } from 'vitest'
import { folderWith, goMod, mapsan, quietMain, quietTest, racyMain, racyTest, startMapsan } from '../support/cli.ts'

const server = resolve(import.meta.dirname, '../../fixtures/server/page-views')

const shop = {
  'go.mod': goMod,
  'cart/cart.go': 'package cart\n',
  'cart/cart_test.go': racyTest,
  'order/order.go': 'package order\n',
  'order/order_test.go': quietTest,
  'cmd/clerk/main.go': racyMain('os.Stdout.WriteString("clerk " + os.Args[1])', ['os']),
  'cmd/quiet/main.go': quietMain,
}

describe('diagnose', () => {
  test('runs a program; its output goes to stderr, and stdout has the report alone', async () => {
    const cwd = folderWith(shop)
    const { exitCode, stdout, stderr } = await mapsan(['diagnose', '--format', 'json', './cmd/clerk', '--', 'hello'], { cwd })
    expect(exitCode).toBe(1)
    expect(stderr).toContain('clerk hello')
    const report = JSON.parse(stdout)
    expect(report.findings).toHaveLength(1)
    expect(report.run.commands).toEqual([{ command: ['clerk', 'hello'], exitCode: 0, signal: null }])
    expect(readdirSync(cwd).sort()).toEqual(['cart', 'cmd', 'go.mod', 'order'])
  })

  test('runs the tests of a package that is no program', async () => {
    const cwd = folderWith(shop)
    const racy = await mapsan(['diagnose', 'cart'], { cwd })
    expect(racy.exitCode).toBe(1)
    expect(racy.stdout).toContain('map[string]int')
    expect(racy.stderr).toContain('race detected during execution of test')
    const quiet = await mapsan(['diagnose', 'example.com/shop/order'], { cwd })
    expect(quiet).toMatchObject({ exitCode: 0, stdout: expect.not.stringContaining('map[string]int') })
  })

  test('./... runs the programs and the tests', async () => {
    const { exitCode, stdout } = await mapsan(['diagnose', '--format', 'json', '--runs', '2', './...', '--', 'hello'], { cwd: folderWith(shop) })
    expect(exitCode).toBe(1)
    const { findings, run } = JSON.parse(stdout)
    expect(findings).toHaveLength(2)
    expect(findings.map(({ count }: { count: number }) => count)).toEqual([2, 2])
    expect(run.commands).toHaveLength(6)
  })

  test('a program in another module, ended after some time, has not failed', async () => {
    const quiet = await mapsan(['diagnose', join(server, 'fixed'), '--for', '500ms'], { cwd: '/' })
    expect(quiet.exitCode).toBe(0)
    const racy = await mapsan(['diagnose', '--for', '1s', join(server, 'racy')], { cwd: '/' })
    expect(racy).toMatchObject({ exitCode: 1, stdout: expect.stringContaining('main.go') })
  })

  test('an interrupt ends the program, and the report comes all the same', async () => {
    const running = startMapsan(['diagnose', join(server, 'racy')])
    running.stderr?.on('data', (text: Buffer) => {
      if (text.includes('listening')) setTimeout(() => running.kill('SIGINT'), 1000)
    })
    const { exitCode, stdout } = await running
    expect(stdout).toContain('map race')
    expect(exitCode).toBe(1)
  })

  test('a program that fails for a reason of its own', async () => {
    const cwd = folderWith({ 'go.mod': goMod, 'main.go': 'package main\n\nimport "os"\n\nfunc main() { os.Exit(7) }\n' })
    const { exitCode, stderr } = await mapsan(['diagnose'], { cwd })
    expect(exitCode).toBe(3)
    expect(stderr).toContain('ended with exit code 7 (PROGRAM_FAILED)')
  })
})

/** Until somebody stops it, and says so when it has begun. */
const waitingTest = `package wait

import (
	"os"
	"testing"
	"time"
)

func TestWait(t *testing.T) {
	if err := os.WriteFile("begun", nil, 0o666); err != nil {
		t.Fatal(err)
	}
	time.Sleep(time.Hour)
}
`

test.each(['test', 'diagnose'])('%s: tests that are interrupted give no verdict', async (command) => {
  const cwd = folderWith({ 'go.mod': goMod, 'wait/wait_test.go': waitingTest })
  const running = startMapsan([command, './...'], { cwd })
  await vi.waitUntil(() => existsSync(join(cwd, 'wait/begun')), { timeout: 180_000, interval: 50 })
  running.kill('SIGTERM')
  expect(await running).toMatchObject({ exitCode: 2, stderr: expect.stringContaining('the tests were interrupted (TESTS_INTERRUPTED)') })
})

describe('test', () => {
  test('prints what go test prints, and a test that races fails', async () => {
    const cwd = folderWith(shop)
    const { exitCode, stdout, stderr } = await mapsan(['test', '-v', '-run', 'TestAdd|TestTotal', '-count=1', './cart', './order'], { cwd })
    expect(exitCode).toBe(1)
    expect(stdout).toContain('race detected during execution of test')
    expect(stdout).toContain('WARNING: DATA RACE')
    expect(stdout).toMatch(/^ok {2}\texample.com\/shop\/order/m)
    expect(stderr).toContain('1 map race found in 2 processes')
  })

  test('-json is valid, and -coverprofile is written', async () => {
    const cwd = folderWith(shop)
    const { stdout } = await mapsan(['test', '-json', '-cover', '-coverprofile', 'cover.out', './order', './cart'], { cwd })
    const events = stdout.trimEnd().split('\n').map((line) => JSON.parse(line))
    expect(events).toContainEqual(expect.objectContaining({ Action: 'fail', Test: 'TestAdd' }))
    expect(events).toContainEqual(expect.objectContaining({ Action: 'pass', Test: 'TestTotal' }))
    expect(readFileSync(join(cwd, 'cover.out'), 'utf8')).toMatch(/^mode: set/)
  })

  test('a test that fails for a reason of its own', async () => {
    const failing = quietTest.replace('!= 3', '== 3')
    const { exitCode, stderr } = await mapsan(['test'], { cwd: folderWith({ 'go.mod': goMod, 'order_test.go': failing }) })
    expect(exitCode).toBe(3)
    expect(stderr).toContain('(PROGRAM_FAILED)')
  })
})

describe('run and build', () => {
  test('run leaves the output of the program alone and reports on stderr', async () => {
    const { exitCode, stdout, stderr } = await mapsan(['run', './cmd/clerk', '--', 'hello'], { cwd: folderWith(shop) })
    expect(stdout).toBe('clerk hello')
    expect(stderr).toContain('WARNING: DATA RACE')
    expect(exitCode).toBe(1)
  })

  test('run takes files, and arguments without dashes as go run does', async () => {
    const { exitCode, stdout } = await mapsan(['run', 'cmd/clerk/main.go', 'hello'], { cwd: folderWith(shop) })
    expect({ exitCode, stdout }).toEqual({ exitCode: 1, stdout: 'clerk hello' })
  })

  test('build makes a program that needs nothing of MapSan and is steered by MAPSAN', async () => {
    const cwd = folderWith(shop)
    const { exitCode } = await mapsan(['build', '-o', 'bin/clerk', './cmd/clerk'], { cwd })
    expect(exitCode).toBe(0)
    const plain = await execa(join(cwd, 'bin/clerk'), ['hello'], { env: {}, extendEnv: false })
    expect(plain).toMatchObject({ exitCode: 0, stdout: 'clerk hello', stderr: expect.stringContaining('WARNING: DATA RACE') })
    const strict = await execa(join(cwd, 'bin/clerk'), ['hello'], { reject: false, env: { MAPSAN: `log_path=${cwd}/log exitcode=66` } })
    expect(strict).toMatchObject({ exitCode: 66, stderr: '' })
    expect(readdirSync(cwd)).toContainEqual(expect.stringMatching(/^log\.\d+$/))
  })
})

describe('flags', () => {
  test.each(['go1.26.8', 'go1.27.3'])('its value makes go test use the sanitizer (%s)', async (toolchain) => {
    const cwd = folderWith(shop)
    const env = { GOTOOLCHAIN: toolchain, GOFLAGS: '-tags=blue -gcflags=all=-l' }
    const { stdout, exitCode } = await mapsan(['flags', '--export'], { cwd, env })
    expect(exitCode).toBe(0)
    const script = `eval "$1" && go test -buildvcs=false ./cart`
    const tested = await execa('sh', ['-c', script, 'sh', stdout], { cwd, env, reject: false })
    expect(tested.stdout).toContain('race detected during execution of test')
    const { stdout: value } = await mapsan(['flags'], { cwd, env })
    expect(value).toMatch(/^-tags=blue -gcflags=all=-l -overlay=\S+ '-gcflags=\S+=-l -d=ssa\/intrinsics\/off'/)
  })
})

describe('report', () => {
  test.each(['terminal', 'json'])('gives %s byte for byte as the first time, without Go and the sources', async (format) => {
    const cwd = folderWith(shop)
    const first = await mapsan(['diagnose', '--format', format, '--out', 'artifacts/run', './cmd/clerk', '--', 'hello'], { cwd })
    await execa('rm', ['-r', join(cwd, 'cmd')])
    const again = await mapsan(['report', '--format', format, 'artifacts/run'], { cwd, env: { PATH: '/nowhere' } })
    expect(again).toEqual({ exitCode: 1, stdout: first.stdout, stderr: '' })
    const file = format === 'json' ? 'report.json' : 'report.txt'
    expect(readFileSync(join(cwd, 'artifacts/run', file), 'utf8')).toBe(first.stdout)
    expect(existsSync(join(cwd, 'artifacts/run/overlay.json'))).toBe(true)
  })
})

describe('doctor', () => {
  test('says what it found', async () => {
    const { exitCode, stdout } = await mapsan(['doctor'], { cwd: folderWith(shop), env: { GOFLAGS: '-gcflags=all=-N' } })
    expect(exitCode).toBe(0)
    expect(stdout).toMatch(/^ok +hooks +all fit/m)
    expect(stdout).toContain('-gcflags=all=-N is repeated')
  })

  test('says what would fail, and what to do', async () => {
    const { exitCode, stdout } = await mapsan(['doctor'], { cwd: folderWith(shop), env: { GOFLAGS: '-race', GOARCH: '386' } })
    expect(exitCode).toBe(2)
    expect(stdout).toMatch(/^fails +platform +GOARCH=386/m)
    expect(stdout).toMatch(/^fails +GOFLAGS +-race cannot be combined/m)
  })
})
