import { mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { jsonReport } from '../../src/report/json-schema.ts'
import { folderWith, goMod, mapsan, startMapsan } from '../support/cli.ts'

const stock = `package stock

import "sync"

type Stock struct {
	mu    sync.RWMutex
	items map[string]int
}

func (s *Stock) Touch(name string) {
	s.mu.RLock()
	defer s.mu.RUnlock()
	s.items[name]++
}

func (s *Stock) All() map[string]int {
	s.mu.RLock()
	defer s.mu.RUnlock()
	return s.items
}

func (s *Stock) Add(name string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.items[name] = 1
}
`

const shop = { 'go.mod': goMod, 'stock/stock.go': stock, 'stock/stock_test.go': 'package stock\n' }

/** The map has a type of another package: only Go can say that it is one. */
const typed = `package typed

import (
	"net/http/cookiejar"
	"sync"

	"example.com/shop/kinds"
)

type Table struct {
	mu   sync.RWMutex
	jar  *cookiejar.Jar
	rows kinds.Rows
}

func (t *Table) Set(key string) {
	t.mu.RLock()
	defer t.mu.RUnlock()
	t.rows[key] = true
}
`

test('finds what rules describe, and fails', async () => {
  const cwd = folderWith(shop)
  const { exitCode, stdout, stderr } = await mapsan(['lint'], { cwd })
  expect(exitCode).toBe(1)
  expect(stderr).toContain('2 findings may have a fix: `mapsan lint --format json ./... > lint.json`, then `mapsan fix --lint lint.json ./...`')
  expect(stdout).toContain('1/2  MAP-001 write under RLock')
  expect(stdout).toContain('write under RLock at stock/stock.go:13 in example.com/shop/stock.(*Stock).Touch')
  expect(stdout).toContain('MAP-003')
  expect(stdout).toMatch(/2 errors found in 1 file \(\d+ lines\) by \d+ rules\.\n$/)
})

test('has nothing to say of a clean module, with exit code 0', async () => {
  const cwd = folderWith({ 'go.mod': goMod, 'main.go': 'package main\n\nfunc main() {}\n' })
  const { exitCode, stdout, stderr } = await mapsan(['lint', './...'], { cwd })
  expect({ exitCode, stdout }).toEqual({ exitCode: 0, stdout: expect.stringMatching(/^Nothing found in 1 file/) })
  expect(stderr).not.toContain('may have a fix')
})

test('writes every format, with the findings of rules and their texts', async () => {
  const cwd = folderWith(shop)
  const { exitCode, stderr } = await mapsan(['lint', '--format', 'terminal,json,sarif,junit,github,markdown,html,baseline', '--out', 'reports'], { cwd })
  expect(exitCode).toBe(1)
  expect(stderr).toContain('report.html')
  const read = (name: string): string => readFileSync(join(cwd, 'reports', name), 'utf8')
  const report = jsonReport.parse(JSON.parse(read('report.json')))
  expect(report.findings.map(({ rule, lint }) => `${rule} ${lint?.severity}`)).toEqual(['MAP-001 error', 'MAP-003 error'])
  expect(report.lint).toMatchObject({ files: 1 })
  const sarif = JSON.parse(read('report.sarif'))
  expect(sarif.runs[0].results[0]).toMatchObject({ ruleId: 'MAP-001', level: 'error' })
  expect(sarif.runs[0].tool.driver.rules[sarif.runs[0].results[0].ruleIndex]).toMatchObject({ id: 'MAP-001' })
  expect(read('report.junit.xml')).toContain('type="MAP-001"')
  expect(read('report.github.txt')).toMatch(/::error file=.*stock\.go,line=13,title=MAP-001 /)
  expect(read('report.md')).toContain('### MAP-001')
  expect(read('report.html')).toContain('write under RLock')
  expect(await mapsan(['lint', '--baseline', 'reports/baseline.json'], { cwd })).toMatchObject({ exitCode: 0, stdout: expect.stringContaining('2 findings suppressed: 2 by the baseline.') })
})

describe('a finding does not count', () => {
  test('when a comment says so; a comment that has nothing to do is named', async () => {
    const text = stock.replace('s.items[name]++', 's.items[name]++ // mapsan:ignore MAP-001 one reader only').replace('return s.items', 'return s.items // mapsan:ignore MAP-002 wrong rule')
    const { exitCode, stdout } = await mapsan(['lint'], { cwd: folderWith({ ...shop, 'stock/stock.go': text }) })
    expect(exitCode).toBe(1)
    expect(stdout).not.toContain('MAP-001 write')
    expect(stdout).toContain('stock/stock.go:19: mapsan:ignore MAP-002 matched nothing.')
  })

  test('when mapsan.json says so', async () => {
    const config = JSON.stringify({ ignore: [{ rule: 'MAP-001', function: 'example.com/shop/stock.(*Stock).Touch', reason: 'r' }, { rule: 'MAP-003', package: 'example.com/shop/...', reason: 'r' }] })
    expect(await mapsan(['lint'], { cwd: folderWith({ ...shop, 'mapsan.json': config }) })).toMatchObject({ exitCode: 0 })
  })

  test('for the exit code with --fail-on never', async () => {
    expect(await mapsan(['lint', '--fail-on', 'never'], { cwd: folderWith(shop) })).toMatchObject({ exitCode: 0 })
  })
})

describe('types', () => {
  const files = { 'go.mod': goMod, 'kinds/kinds.go': 'package kinds\n\ntype Rows map[string]bool\n', 'typed/typed.go': typed }

  test('come from Go where syntax does not say whether something is a map', async () => {
    const { exitCode, stdout } = await mapsan(['lint'], { cwd: folderWith(files) })
    expect(stdout).toContain('MAP-001 write under RLock')
    expect(exitCode).toBe(1)
  })

  test('are not known without Go: such places are left out, and the report says so', async () => {
    const bin = folderWith({}, 'bin')
    symlinkSync(process.execPath, join(bin, 'node'))
    const { exitCode, stdout } = await mapsan(['lint'], { cwd: folderWith(files), env: { PATH: bin } })
    expect(exitCode).toBe(0)
    expect(stdout.replace(/\s+/g, ' ')).toContain('Types are known from syntax alone: 1 place was left out, where only Go can say whether they use a map (there is no `go` on PATH).')
    expect(stdout).toContain('Nothing found')
  })
})

describe('rules of the user', () => {
  const rule = {
    id: 'TEAM-001', title: 'exit in a library', message: '{at} ends the whole program', explanation: ['Only main may do so.'], severity: 'warning', priority: 1, language: 'go',
    query: '(call_expression function: (selector_expression) @fn (#eq? @fn "os.Exit")) @at', where: [{ 'not-inside': { of: '@at', functions: '^main$' } }],
    examples: { bad: [['func f() {', '\tos.Exit(1) // want', '}']], good: [['func main() {}']] }, fix: ['Return an error.'],
  }
  const files = { 'go.mod': goMod, 'lib/lib.go': 'package lib\n\nimport "os"\n\nfunc Stop() {\n\tos.Exit(3)\n}\n' }

  test('are applied from a folder; a warning fails only when it is asked to', async () => {
    const cwd = folderWith({ ...files, 'team/TEAM-001.json': JSON.stringify(rule) })
    const { exitCode, stdout } = await mapsan(['lint', '--rules', 'team'], { cwd })
    expect(stdout).toContain('TEAM-001 exit in a library')
    expect(exitCode).toBe(0)
    expect(await mapsan(['lint', '--rules', 'team', '--fail-on', 'warning'], { cwd })).toMatchObject({ exitCode: 1 })
    expect((await mapsan(['lint', '--rules', 'team', '--explain', 'TEAM-001'], { cwd })).stdout).toContain('Only main may do so.')
  })

  test('with a mistake are refused, with file and line', async () => {
    const cwd = folderWith({ ...files, 'team/TEAM-001.json': JSON.stringify({ ...rule, sevrity: 'error' }, undefined, 1) })
    const { exitCode, stderr } = await mapsan(['lint', '--rules', 'team'], { cwd })
    expect(exitCode).toBe(2)
    expect(stderr).toMatch(/team\/TEAM-001\.json:\d+:\d+: unknown key "sevrity" \(RULE_INVALID\)/)
  })
})

test('explains a rule with its examples, and lists all', async () => {
  const { stdout } = await mapsan(['lint', '--explain', 'MAP-001'])
  expect(stdout).toContain('Reported')
  expect(stdout).toContain('s.mu.RLock()')
  expect(stdout).not.toContain('// want')
  expect((await mapsan(['lint', '--list'])).stdout).toMatch(/^MAP-001 +error +write under RLock$/m)
})

test.each([
  [['lint', 'nowhere'], 2, 'there is no nowhere in'],
  [['lint', '--rule', 'MAP-999'], 2, 'there is no rule "MAP-999"'],
  [['lint', '--rules', 'nowhere'], 2, 'the folder of rules nowhere cannot be read'],
])('%j is refused', async (args, code, message) => {
  const { exitCode, stderr } = await mapsan(args, { cwd: folderWith(shop) })
  expect(exitCode).toBe(code)
  expect(stderr).toContain(message)
})

test('in many threads finds the same as in one', async () => {
  const files = Object.fromEntries(Array.from({ length: 90 }, (_, index) => [`p${index}/stock.go`, stock.replace('package stock', `package p${index}`)]))
  const cwd = folderWith({ 'go.mod': goMod, ...files })
  mkdirSync(join(cwd, 'testdata'))
  writeFileSync(join(cwd, 'testdata', 'x.go'), stock)
  const { stdout } = await mapsan(['lint', '--format', 'json'], { cwd })
  const report = jsonReport.parse(JSON.parse(stdout))
  expect(report.findings).toHaveLength(180)
  expect(new Set(report.findings.map(({ id }) => id)).size).toBe(180)
})

/** What it counts under RLock, two goroutines count at once. */
const counting = `package main

import "sync"

type cache struct {
	mu   sync.RWMutex
	hits map[string]int
}

func (c *cache) count(name string) {
	c.mu.RLock()
	defer c.mu.RUnlock()
	c.hits[name]++
}

func main() {
	c := &cache{hits: map[string]int{}}
	var both sync.WaitGroup
	for range 2 {
		both.Go(func() { c.count("a") })
	}
	both.Wait()
}
`

test('joins what has happened in a run: from its folder, from its JSON report, and when lines have moved', async () => {
  const cwd = folderWith({ 'go.mod': 'module example.com/counting\n\ngo 1.25\n', 'main.go': counting })
  expect((await mapsan(['race', '--out', 'run', 'run', '.'], { cwd })).exitCode).toBe(1)
  for (const source of ['run', 'run/report.json']) {
    const { exitCode, stdout } = await mapsan(['lint', '--run', source], { cwd })
    expect(stdout).toMatch(/MAP-001 write under RLock.*\n.*\nSEEN IN THE RUN (once|\d+ times): map-race /)
    expect(stdout).toMatch(/^1 error found in 1 file \(\d+ lines\) by \d+ rules\. 1 seen in the run\.$/m)
    expect(exitCode).toBe(1)
  }
  writeFileSync(join(cwd, 'main.go'), counting.replace('import "sync"\n', 'import "sync"\n\n// It is counted here.\n'))
  expect((await mapsan(['lint', '--run', 'run'], { cwd })).stdout).toContain('SEEN IN THE RUN')
  writeFileSync(join(cwd, 'main.go'), counting.replace('c.hits[name]++', 'c.hits[name] += 2'))
  expect((await mapsan(['lint', '--run', 'run'], { cwd })).stdout).toMatch(/^1 error found in 1 file \(\d+ lines\) by \d+ rules\.$/m)

  const linted = await mapsan(['lint', '--format', 'json'], { cwd })
  writeFileSync(join(cwd, 'lint.json'), linted.stdout)
  expect(await mapsan(['lint', '--run', 'lint.json'], { cwd })).toMatchObject({ exitCode: 2, stderr: expect.stringContaining('lint.json is no JSON report of a run (RUN_FOLDER_UNREADABLE)') })
})

/** A command that goes on: what it has printed and noted since the last time that something was waited for. */
function follow(args: readonly string[], cwd: string): { readonly until: (what: (printed: string, noted: string) => boolean) => Promise<void>; readonly stop: () => Promise<number | undefined> } {
  const running = startMapsan(args, { cwd })
  let printed = ''
  let noted = ''
  running.stdout.on('data', (text: Buffer) => (printed += text.toString()))
  running.stderr.on('data', (text: Buffer) => (noted += text.toString()))
  return {
    async until(what) {
      for (let tries = 0; !what(printed, noted); tries++) {
        if (tries > 2400) throw new Error(`nothing of the kind happened: ${printed}\n${noted}`)
        await new Promise((done) => setTimeout(done, 50))
      }
      printed = ''
      noted = ''
    },
    async stop() {
      running.kill('SIGINT')
      return (await running).exitCode
    },
  }
}

describe('--watch', () => {
  const rule = (severity: string): string => JSON.stringify({
    id: 'TEAM-001', title: 'exit in a library', message: '{at} ends the whole program', explanation: ['Only main may do so.'], severity, priority: 1, language: 'go',
    query: '(call_expression function: (selector_expression) @fn (#eq? @fn "os.Exit")) @at', examples: { bad: [['func f() {', '\tos.Exit(1) // want', '}']], good: [['func f() {}']] }, fix: ['Return an error.'],
  })

  test('lints again what was saved, and everything by a rule that was', async () => {
    const cwd = folderWith({ ...shop, 'lib/lib.go': 'package lib\n\nimport "os"\n\nfunc Stop() {\n\tos.Exit(3)\n}\n', 'team/TEAM-001.json': rule('warning') })
    const { until, stop } = follow(['lint', '--watch', '--rules', 'team', './...'], cwd)
    try {
      await until((printed, noted) => printed.includes('2 errors and 1 warning found') && noted.includes('waiting'))
      writeFileSync(join(cwd, 'stock', 'stock.go'), stock.replace('s.items[name]++', ''))
      await until((printed, noted) => printed.includes('1 error and 1 warning found') && /stock linted in \d+ ms/.test(noted))
      writeFileSync(join(cwd, 'team', 'TEAM-001.json'), rule('error'))
      await until((printed) => printed.includes('2 errors found'))
      writeFileSync(join(cwd, 'team', 'TEAM-001.json'), '{')
      await until((_printed, noted) => noted.includes('RULE_INVALID'))
    } finally {
      expect(await stop()).toBe(0)
    }
  })

  const shelf = 'package shelf\n\nimport "sync"\n\ntype Shelf struct {\n\tmu sync.Mutex\n\titems map[string]int\n}\n'
  const method = (name: string, before: string, statement: string): string => `\nfunc (s *Shelf) ${name}(name string) {\n${before}\t${statement}\n}\n`
  const locked = '\ts.mu.Lock()\n\tdefer s.mu.Unlock()\n'

  test('in a large folder says first what is wrong in the saved file, and then what that means for others', async () => {
    const put = shelf + ['Put', 'Add', 'Count', 'Move'].map((name) => method(name, locked, 's.items[name]++')).join('')
    const cwd = folderWith({
      'go.mod': 'module example.com/shelf\n\ngo 1.24\n', 'put.go': put, 'take.go': `package shelf\n${method('Take', '', 's.items[name]--')}`, 'large.go': `package shelf\n${'// nothing\n'.repeat(10_000)}`,
    })
    const { until, stop } = follow(['lint', '--watch'], cwd)
    try {
      await until((printed, noted) => printed.includes('1 error found') && noted.includes('waiting'))
      writeFileSync(join(cwd, 'put.go'), put + method('Drop', '', 'delete(s.items, name)'))
      await until((printed) => printed.includes('2 errors found'))
      // Nobody holds the lock any more: the method in the other file is like all others.
      writeFileSync(join(cwd, 'put.go'), shelf + method('Put', '', 's.items[name]++'))
      await until((printed) => printed.includes('1 error found') && printed.includes('Nothing found'))
    } finally {
      expect(await stop()).toBe(0)
    }
  })
})
