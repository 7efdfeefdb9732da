import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { formats, reportFiles } from '../../src/report/registry.ts'
import { folderWith, goMod, mapsan, racyMain } from '../support/cli.ts'

const escape = '\u001b[31m'

/** A program, and a test, that compare what they embed with what is on disk. */
const selfMain = `package main

import (
	_ "embed"
	"os"
)

//go:embed main.go
var self string

var stock = map[string]int{"apples": 3}

func main() {
	if text, _ := os.ReadFile("main.go"); string(text) != self || len(stock) != 1 {
		os.Exit(4)
	}
}
`
const cart = 'package cart\n\nvar items = map[string]int{}\n\nfunc Add(item string) int {\n\titems[item]++\n\treturn len(items)\n}\n'
const cartTest = `package cart_test

import (
	_ "embed"
	"os"
	"testing"

	"example.com/shop/cart"
)

//go:embed cart.go
var source string

func TestSource(t *testing.T) {
	if text, _ := os.ReadFile("cart.go"); string(text) != source || cart.Add("apples") != 1 {
		t.Error(source)
	}
}
`

describe('sources', () => {
  test('that are embedded are found there as they are', async () => {
    const cwd = folderWith({ 'go.mod': goMod, 'main.go': selfMain, 'cart/cart.go': cart, 'cart/cart_test.go': cartTest })
    expect(await mapsan(['diagnose'], { cwd })).toMatchObject({ exitCode: 0, stderr: expect.stringContaining('main.go: map variables are not watched, its text is embedded') })
    expect(await mapsan(['test', './cart'], { cwd })).toMatchObject({ exitCode: 0, stderr: expect.stringContaining('cart.go: map variables are not watched, its text is embedded') })
    const instrumented = await mapsan(['instrument', '--dry-run', './...'], { cwd })
    for (const file of ['main.go', 'cart/cart.go']) expect(instrumented.stderr).toContain(`left alone: ${file}: it is embedded`)
    expect(instrumented.stdout).toBe('')
  })

  test('of which all are embedded get no file beside them', async () => {
    const embedAll = '\n//go:embed *.go\nvar sources embed.FS\n'
    const cwd = folderWith({
      'go.mod': goMod,
      'main.go': `package main\n\nimport "embed"\n${embedAll}\nfunc main() { _ = sources }\n`,
      'cart/cart.go': cart,
      'cart/cart_test.go': `package cart\n\nimport (\n\t"embed"\n\t"testing"\n)\n${embedAll}
func TestSources(t *testing.T) {
	if files, _ := sources.ReadDir("."); len(files) != 2 {
		t.Error(files)
	}
}
`,
    })
    expect(await mapsan(['build', '--status', '-o', '../program', '.'], { cwd })).toMatchObject({ exitCode: 2, stderr: expect.stringContaining('all sources there are embedded') })
    expect(await mapsan(['race'], { cwd: join(cwd, 'cart') })).toMatchObject({ exitCode: 0 })
  })

  test('that are gone when the program has run are not quoted; the report is there all the same', async () => {
    const cwd = folderWith({ 'go.mod': goMod, 'main.go': racyMain('os.Remove("main.go")', ['os']) })
    const { exitCode, stdout } = await mapsan(['diagnose'], { cwd })
    expect(exitCode).toBe(1)
    expect(stdout).toContain('at main.go:12')
    expect(stdout).not.toContain(' | ')
    expect(stdout).not.toContain('has changed')
  })

  test('that //line names, relative to the package, are quoted by their own lines', async () => {
    const rules = Array.from({ length: 80 }, (_, index) => `rule ${index + 1}`).join('\n')
    const main = racyMain().replace('\tgo func() {\n', '\tgo func() {\n//line rules.y:70\n').replace('\t\tdone <- 0\n', '//line main.go:14\n\t\tdone <- 0\n')
    const cwd = folderWith({ 'go.mod': goMod, 'main.go': main, 'rules.y': rules })
    const { stdout } = await mapsan(['diagnose'], { cwd })
    expect(stdout).toMatch(/at rules\.y:70/)
    expect(stdout).toMatch(/> 70 \| rule 70$/m)
  })
})

test('a hostile module is written in every format, and acts on no terminal and no page', async () => {
  // The path has `</script>` in it, and what a //line directive calls a file has an escape sequence.
  const main = racyMain().replace('\tgo func() {\n', `\tgo func() {\n//line ${escape}evil.go:70\n`)
  const parent = folderWith({ 'script><img src=x onerror=alert(1)>/go.mod': goMod, 'script><img src=x onerror=alert(1)>/main.go': main }, '<')
  const cwd = join(parent, 'script><img src=x onerror=alert(1)>')
  const out = join(parent, 'run')
  const { exitCode } = await mapsan(['diagnose', '--out', out, '--format', formats.join(',')], { cwd })
  expect(exitCode).toBe(1)
  for (const format of formats) {
    const text = readFileSync(join(out, reportFiles[format]), 'utf8')
    expect(text).not.toContain(escape)
    // In the folder of the run itself, where paths are data.
    if (format === 'html' || format === 'markdown') expect(text).not.toMatch(/<img src=x/)
  }
  expect(readFileSync(join(out, reportFiles.terminal), 'utf8')).toContain(String.raw`\x1b[31mevil.go:70`)
})
