import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import type { JsonReport } from '../../src/report/json-schema.ts'
import { folderWith, goMod, mapsan } from '../support/cli.ts'

/** A ledger, one line of which reads without the declared lock, ordered by a channel. `read` ends that line. */
function ledger(declaration = '// mapsan:guardedby mu', read = ''): string {
  return `package main

import "sync"

type ledger struct {
	mu       sync.Mutex
	balances map[string]int ${declaration}
}

func (l *ledger) pay(whom string) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.balances[whom]++
}

func main() {
	books := &ledger{balances: map[string]int{}}
	books.pay("ada")
	paid := make(chan bool)
	go func() {
		books.pay("bob")
		paid <- true
	}()
	<-paid
	_ = books.balances["bob"] ${read}
}
`
}

async function diagnose(main: string, args: readonly string[] = [], env: Readonly<Record<string, string>> = {}) {
  const cwd = folderWith({ 'go.mod': goMod, 'main.go': main })
  const folder = join(cwd, 'run')
  const { exitCode, stdout } = await mapsan(['diagnose', '--out', folder, '--format', 'json', ...args], { cwd, env })
  const report: JsonReport = JSON.parse(stdout)
  return { cwd, folder, exitCode, report }
}

describe('a declaration', () => {
  test('that is broken is a finding, though nothing raced; a later report needs no Go to say so', async () => {
    const { cwd, folder, exitCode, report } = await diagnose(ledger())
    expect(report.findings).toMatchObject([{ rule: 'guarded-by', map: { expression: 'books.balances' }, accesses: [{ op: 'read' }], breach: { declaration: { lock: 'ledger.mu' } } }])
    expect(exitCode).toBe(1)
    const again = await mapsan(['report', folder], { cwd, env: { PATH: '/nowhere' } })
    expect(again.exitCode).toBe(1)
    expect(again.stdout).toContain('breach of a guard')
    expect(again.stdout).toContain('> 25 |')
    expect(again.stdout).toContain('1 breach of a declaration found in 1 process')
    const shared = await mapsan(['report', '--view', 'ownership', folder], { cwd, env: { PATH: '/nowhere' } })
    expect(shared.stdout).toMatch(/^books\.balances$|^l\.balances$/m)
    expect(shared.stdout).toMatch(/handed over once, from main\.go:13 to main\.go:25 by a channel at main\.go:24/)
  })

  test('may be broken for a reason, which a comment, mapsan.json or a baseline gives', async () => {
    const { exitCode, report, folder } = await diagnose(ledger(undefined, '// mapsan:ignore guarded-by bob has ended'))
    expect(report.findings).toMatchObject([{ rule: 'guarded-by', suppression: { kind: 'comment', reason: 'bob has ended', line: 25 } }])
    expect({ exitCode, unused: report.unusedSuppressions }).toEqual({ exitCode: 0, unused: [] })
    const { stdout } = await mapsan(['report', folder])
    expect(stdout).toContain('1 finding suppressed: 1 by a comment.')
  })

  test('that is none is said, with its place', async () => {
    const { report, exitCode } = await diagnose(ledger('// mapsan:guardedby mutex'))
    expect(report.findings).toEqual([])
    expect(report.warnings).toEqual(['main.go:7: mapsan:guardedby names mutex, but there is nothing of that name beside balances; so it declares nothing.'])
    expect(exitCode).toBe(0)
  })
})

test('diagnose --ownership shows how maps are shared behind the report', async () => {
  const cwd = folderWith({ 'go.mod': goMod, 'main.go': ledger('') })
  const { stdout, exitCode } = await mapsan(['diagnose', '--ownership'], { cwd })
  expect(exitCode).toBe(0)
  expect(stdout).toMatch(/^No map race found.*^l\.balances$.*^1 map of this module was used by more than one goroutine\./ms)
})

test('a run that did not observe how maps are shared says so, and what to do', async () => {
  const { folder, report } = await diagnose(ledger(), [], { MAPSAN: 'observe=off' })
  expect(report.sharedMaps).toBeUndefined()
  const { stdout, exitCode } = await mapsan(['report', '--view', 'ownership', folder])
  expect(stdout.replaceAll(/\s+/g, ' ')).toContain('It was not observed how maps are shared')
  expect(stdout).toContain('mapsan diagnose')
  expect(exitCode).toBe(0)
  const sarif = await mapsan(['report', '--view', 'ownership', '--format', 'sarif', folder])
  expect(sarif).toMatchObject({ exitCode: 2, stderr: expect.stringContaining('these do: terminal, json, markdown') })
})
