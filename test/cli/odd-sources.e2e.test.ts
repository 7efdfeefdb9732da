import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { formats, reportFiles } from '../../src/report/registry.ts'
import { folderWith, goMod, mapsan, racyMain } from '../support/cli.ts'

const escape = '\u001b[31m'

describe('sources', () => {
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
