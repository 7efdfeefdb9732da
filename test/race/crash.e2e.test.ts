import { mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { folderWith, goMod, mapsan, quietTest } from '../support/cli.ts'
import { reportIn } from './report-in.ts'

const work = mkdtempSync(join(tmpdir(), 'mapsan-crash-'))
afterAll(() => rmSync(work, { recursive: true }))

/** Nothing tells the race detector that maps.Clone reads its map: only the runtime notices. */
const racingLoop = `	items := map[int]int{}
	for i := range 1000 {
		items[i] = i
	}
	go func() {
		for i := 0; ; i++ {
			items[i%1000]++
		}
	}()
	for {
		maps.Clone(items) // the crash
	}
`

const cloned = `package stock

import (
	"maps"
	"testing"
)

func TestSnapshot(t *testing.T) { snapshot() }

func BenchmarkSnapshot(b *testing.B) { snapshot() }

func FuzzSnapshot(f *testing.F) {
	f.Add(1)
	f.Fuzz(func(t *testing.T, n int) { snapshot() })
}

func snapshot() {
${racingLoop}}
`

describe('a map race that the runtime notices, and the race detector does not', () => {
  const dying = (): string => folderWith({ 'go.mod': goMod, 'stock/stock_test.go': cloned, 'order/order_test.go': quietTest })
  const line = cloned.split('\n').findIndex((text) => text.includes('the crash')) + 1

  test.each([[[]], [['-json']]])('is found in what the test prints with %j, which passes through', async (args) => {
    const cwd = dying()
    const out = join(work, `crash${args.length}`)
    const { exitCode, stdout } = await mapsan(['race', '--format', 'terminal,github', '--out', out, ...args, './...'], { cwd })
    expect(stdout).toContain('fatal error: concurrent map')
    expect(stdout).toMatch(/ok {2}.*order/)
    const { findings, run } = reportIn(out)
    expect(findings).toMatchObject([{ rule: 'map-race', fatal: true, accesses: [{ op: 'clone' }, { op: 'write', stack: [] }] }])
    expect(findings[0]?.message).toMatch(new RegExp(`is written by another goroutine at an unknown place while goroutine \\d+ clones it at stock/stock_test.go:${line}$`))
    expect(readFileSync(join(out, 'report.github.txt'), 'utf8')).toMatch(new RegExp(`^::error file=.*/stock/stock_test\\.go,line=${line},`))
    expect({ exitCode, status: run.status }).toEqual({ exitCode: 1, status: 'findings' })
    expect((await mapsan(['report', out])).stdout).toBe(readFileSync(join(out, 'report.txt'), 'utf8'))
  })

  const fatal = { rule: 'map-race', fatal: true, accesses: [{ op: 'clone' }, { op: 'write', stack: [] }] }

  test.each([
    ['without packages', []],
    ['in benchmarks of packages', ['-run', 'none', '-bench', '.', '.', '../order']],
    ['while fuzzing', ['-run', 'none', '-fuzz', '.', '-fuzztime', '30s']],
  ])('is found %s, where tests print directly', async (title, args) => {
    const out = join(work, `direct ${title}`)
    const cwd = join(dying(), 'stock')
    const { exitCode, stdout } = await mapsan(['race', '--out', out, ...args], { cwd })
    // The fuzzer prints what its worker has said.
    if (!args.includes('-fuzz')) expect(stdout).toContain('fatal error: concurrent map')
    expect(reportIn(out).findings).toMatchObject([fatal])
    expect(exitCode).toBe(1)
    expect(readdirSync(join(out, 'events'))).toEqual(['race-crash-1.txt'])
    expect(readdirSync(cwd).filter((name) => name.includes('mapsan'))).toEqual([])
  })
})

/** As above, and it says what its standard error is. */
const dyingMain = `package main

import (
	"fmt"
	"maps"
	"os"
)

func main() {
	info, _ := os.Stderr.Stat()
	file, _ := os.Open(os.DevNull)
	fmt.Println("regular:", info.Mode().IsRegular(), "descriptor:", file.Fd())
${racingLoop}}
`

describe('a program that the runtime ends', () => {
  const files = { 'go.mod': goMod, 'main.go': dyingMain, 'extra.txt': 'package main\n\nimport "fmt"\n\nfunc init() { fmt.Println("extra") }\n' }

  test.each([
    ['of a package', (): readonly string[] => ['.']],
    ['of files', (): readonly string[] => ['./main.go']],
    ['with an overlay of the user\'s', (cwd: string): readonly string[] => {
      writeFileSync(join(cwd, 'over.json'), JSON.stringify({ Replace: { [join(cwd, 'extra.go')]: join(cwd, 'extra.txt') } }))
      return ['-overlay', 'over.json', '.']
    }],
  ])('%s is a finding, and its standard error is the file that it was given', async (_title, args) => {
    const cwd = folderWith(files)
    const words = args(cwd)
    const errors = join(cwd, 'errors.txt')
    const { exitCode, stdout } = await mapsan(['race', '--out', join(cwd, 'out'), 'run', ...words], { cwd, stderrFile: errors })
    expect(stdout).toBe(`${words.includes('-overlay') ? 'extra\n' : ''}regular: true descriptor: 3\n`)
    expect(readFileSync(errors, 'utf8')).toContain('fatal error: concurrent map')
    expect(reportIn(join(cwd, 'out')).findings).toMatchObject([{ rule: 'map-race', fatal: true, accesses: [{ op: 'clone' }, { op: 'write', stack: [] }] }])
    expect(exitCode).toBe(1)
  })

  test('with a profile of its coverage gets no file more, and is a failure', async () => {
    const cwd = folderWith({ ...files, 'cover/.keep': '' })
    const { exitCode, stderr } = await mapsan(['race', 'run', '-cover', '.'], { cwd, env: { GOCOVERDIR: join(cwd, 'cover') } })
    expect(stderr).toContain('`mapsan race --help` says when that cannot be read')
    expect(exitCode).toBe(3)
  })
})
