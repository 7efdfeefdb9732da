import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import type { JsonReport } from '../../src/report/json-schema.ts'
import { folderWith, goMod, mapsan, racyTest, type CliOptions } from '../support/cli.ts'

/** A settings cache that is read without its lock; `more` is run at the end. */
function settings(more = '', imports: readonly string[] = []): string {
  return `package main

import (
${['sync', 'time', ...imports].map((path) => `\t"${path}"\n`).join('')})

type Settings struct {
	mu   sync.RWMutex
	byID map[string]int
}

func (s *Settings) refresh() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.byID["region"] = 2
}

func main() {
	live := &Settings{byID: map[string]int{"region": 1}}
	go live.refresh()
	time.Sleep(20 * time.Millisecond)
	_ = live.byID["region"]
	${more}
}
`
}

async function diagnose(args: readonly string[], options: CliOptions): Promise<{ readonly folder: string; readonly report: JsonReport }> {
  const folder = join(options.cwd ?? '', 'run')
  const { stdout, stderr } = await mapsan(['diagnose', '--out', folder, '--format', 'json', ...args], options)
  expect(stderr).not.toContain('without their names')
  return { folder, report: JSON.parse(stdout) }
}

/** What all sides of all findings call their maps. */
async function namesIn(args: readonly string[], options: CliOptions): Promise<readonly (string | undefined)[]> {
  const { report } = await diagnose(args, options)
  return report.findings.flatMap(({ accesses }) => accesses.map(({ expression }) => expression)).toSorted()
}

/** Two goroutines write to a map that a function of package lib holds. */
const library = `package lib

var stock = map[string]int{}

func Add() { stock["apples"]++ }
`
const usesLibrary = 'package main\n\nimport (\n\t"time"\n\n\t"example.com/lib"\n)\n\nfunc main() {\n\tgo lib.Add()\n\ttime.Sleep(20 * time.Millisecond)\n\tlib.Add()\n}\n'

describe('a finding', () => {
  test('names the map, its lock and its goroutines, and a later report does so without Go', async () => {
    const cwd = folderWith({ 'go.mod': goMod, 'main.go': settings() })
    const { folder, report } = await diagnose([], { cwd })
    expect(report.findings).toHaveLength(1)
    const [finding] = report.findings
    expect(finding?.message).toContain('s.byID (field byID of *Settings, map[string]int) is written')
    expect(finding?.map.variable).toEqual({
      kind: 'field',
      description: 'field byID of *Settings',
      declaredAt: { file: join(cwd, 'main.go'), line: 10 },
      mutexes: ['Settings.mu'],
    })
    const [newer, older] = finding?.accesses ?? []
    expect(newer).toMatchObject({ expression: 'live.byID', goroutine: { name: 'the main goroutine' } })
    expect(older).toMatchObject({
      expression: 's.byID',
      goroutine: { name: 'the goroutine of live.refresh, started at main.go:21 by main' },
      locks: [{ name: 'Settings.mu', mode: 'write' }],
    })
    const again = await mapsan(['report', folder], { cwd, env: { PATH: '/nowhere' } })
    expect(again.stdout).toBe(readFileSync(join(folder, 'report.txt'), 'utf8'))
    expect(again.stdout).toContain('holding Settings.mu (0x')
  })

  test('has no names when the catalog is damaged, or is that of a newer MapSan', async () => {
    const cwd = folderWith({ 'go.mod': goMod, 'main.go': settings() })
    const { folder } = await diagnose([], { cwd })
    const catalog = join(folder, 'catalog.json')
    expect(existsSync(catalog)).toBe(true)
    for (const text of ['', '{"schema": 1, "fil', '{"schema": 99, "files": {}}']) {
      writeFileSync(catalog, text)
      const { stdout } = await mapsan(['report', folder], { cwd })
      expect(stdout).toMatch(/^map\[string\]int is written at main.go:16 by the goroutine started at main.go:21 by main/m)
      expect(stdout).toContain('holding lock 0x')
    }
  })

  test('shows no line of a source that was changed while the program ran', async () => {
    const edit = 'text, _ := os.ReadFile("main.go"); os.WriteFile("main.go", append([]byte("// A new line.\\n"), text...), 0o600)'
    const cwd = folderWith({ 'go.mod': goMod, 'main.go': settings(edit, ['os']) })
    const { folder } = await diagnose([], { cwd })
    const { stdout } = await mapsan(['report', folder], { cwd })
    expect(stdout.match(/the file has changed since the program was built, so its lines are not shown/g)).toHaveLength(2)
    expect(stdout).not.toContain('byID["region"]')
    expect(stdout).toContain('s.byID (field byID of *Settings')
  })
})

describe('names are found', () => {
  test('in a test package, outside of the package that it tests', async () => {
    const cwd = folderWith({ 'go.mod': goMod, 'cart.go': 'package cart\n', 'cart_test.go': racyTest.replace('package cart', 'package cart_test') })
    const { report } = await diagnose([], { cwd })
    expect(report.findings.map(({ map }) => map.expression)).toEqual(['items'])
    expect(report.findings[0]?.accesses[0]?.goroutine.name).toBe('the goroutine of TestAdd')
  })

  test('in both modules of a workspace, also under -trimpath', async () => {
    const cwd = folderWith({
      'go.work': 'go 1.24\n\nuse (\n\t./shop\n\t./lib\n)\n',
      'shop/go.mod': 'module example.com/shop/v2\n\ngo 1.24\n',
      'shop/main.go': usesLibrary,
      'lib/go.mod': 'module example.com/lib\n\ngo 1.24\n',
      'lib/lib.go': library,
    })
    expect(await namesIn(['-trimpath', './shop'], { cwd })).toEqual(['stock', 'stock'])
  })

  test('in a vendored dependency in which a map raced', async () => {
    const cwd = folderWith({
      'go.mod': `${goMod}\nrequire example.com/lib v1.2.3\n`,
      'main.go': usesLibrary,
      'vendor/modules.txt': '# example.com/lib v1.2.3\n## explicit; go 1.24\nexample.com/lib\n',
      'vendor/example.com/lib/lib.go': library,
    })
    expect(await namesIn([], { cwd })).toEqual(['stock', 'stock'])
  })

  test('beside cgo, in generic functions and behind //line', async () => {
    const cwd = folderWith({
      'go.mod': goMod,
      'main.go': `package main

// typedef int price;
import "C"
import "time"

func put[K comparable, V any](into map[K]V, key K, value V) { into[key] = value }

func main() {
	prices := map[C.price]int{}
	quantities := map[string]int{}
	go func() {
		put(quantities, "apples", 1)
		prices[1] = 1
	}()
	time.Sleep(20 * time.Millisecond)
	prices[2] = 2
	generated(quantities)
}
`,
      'rules.go': 'package main\n\n//line rules.y:70\nfunc generated(rules map[string]int) { delete(rules, "apples") }\n',
      'rules.y': 'the source of the rules\n',
    })
    expect(await namesIn([], { cwd })).toEqual(['into', 'prices', 'prices', 'rules'])
  })
})
