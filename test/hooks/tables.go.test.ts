import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { applySites, applyTakeover, type NamedSite, type SourceFile } from '../../src/hooks/apply.ts'
import { select } from '../../src/hooks/selection.ts'
import { findFunctions } from '../../src/syntax/functions.ts'
import { loadGoSyntax } from '../../src/syntax/go.ts'
import { errorLines } from '../../src/syntax/positions.ts'
import { matchQuery } from '../../src/syntax/query.ts'
import { goSources, type GoSources } from './goroots.ts'

const syntax = await loadGoSyntax()

function read({ goroot, version }: GoSources, file: string): SourceFile {
  return { file, source: readFileSync(join(goroot, 'src', file), 'utf8'), goVersion: version }
}

function apply(go: GoSources, without: readonly string[] = []): ReadonlyMap<string, string | undefined> {
  return new Map([...select(go.table, without).sites].map(([file, sites]) => [file, applySites(syntax, read(go, file), sites)]))
}

/** None, but where the grammar lags behind: `new("key")` of go1.26 is an error to it, in Go's own source as well. */
function unparsed(text: string): readonly number[] {
  return errorLines(syntax.parse(text).rootNode)
}

/** The lines, from 0, that contain a node which one of the sites edits. */
function editedLines(source: string, sites: readonly NamedSite[]): ReadonlySet<number> {
  const lines = new Set<number>()
  const root = syntax.parse(source).rootNode
  for (const { site } of sites) {
    const scopes = site.function === undefined ? [root] : findFunctions(root, site.function)
    for (const match of scopes.flatMap((scope) => matchQuery(syntax, scope, site.query))) {
      for (const edit of site.edits) {
        const node = edit.do === 'append to the file' ? undefined : match.get(edit.at)
        if (node === undefined) continue
        const from = edit.do === 'insert after' ? node.endPosition.row : node.startPosition.row
        const to = edit.do === 'insert before' ? node.startPosition.row : node.endPosition.row
        for (let line = from; line <= to; line++) lines.add(line)
      }
    }
  }
  return lines
}

describe.each(goSources)('$version', (go) => {
  const on = apply(go)
  const { sites } = select(go.table, [])

  test('every hook fits, and every file stays Go that parses', () => {
    for (const [file, text] of on) {
      if (text !== undefined) expect(unparsed(text), file).toEqual(unparsed(read(go, file).source))
    }
  })

  test('what is not edited stays on its line, and what is edited too', () => {
    for (const [file, text] of on) {
      if (text === undefined) continue
      const { source } = read(go, file)
      const touched = editedLines(source, sites.get(file) ?? [])
      const before = source.trimEnd().split('\n')
      const after = text.split('\n')
      const moved = before.flatMap((line, number) => (after[number] === line || touched.has(number) ? [] : [`${file}:${number + 1}`]))
      expect(moved).toEqual([])
    }
  })

  test.each(go.table.takeovers)('$id takes over $file', (takeover) => {
    expect(applyTakeover(takeover, read(go, takeover.file))).toBe(takeover.text)
    expect(() => applyTakeover(takeover, { ...read(go, takeover.file), source: takeover.text })).toThrow('expects 36 places, and found 0')
  })

  test.each(go.table.hooks.filter(({ required }) => !required).map(({ id }) => id))('without %s the rest fits, and something changes', (id) => {
    const files = new Set(go.table.hooks.filter((hook) => hook.id === id).flatMap((hook) => [...hook.sites, ...(hook.off ?? [])].map(({ file }) => file)))
    const selected = select(go.table, [id]).sites
    const differing = [...files].filter((file) => {
      const text = applySites(syntax, read(go, file), selected.get(file) ?? [])
      if (text !== undefined) expect(unparsed(text), file).toEqual(unparsed(read(go, file).source))
      return text !== on.get(file)
    })
    expect(differing.length).toBeGreaterThan(0)
  })
})
