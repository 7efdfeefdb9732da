import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { buildVerdictOverlay } from '../../src/hooks/race-verdict.ts'
import { goSources } from '../hooks/goroots.ts'

const scratch = mkdtempSync(join(tmpdir(), 'mapsan-verdict-'))
afterAll(() => rmSync(scratch, { recursive: true, force: true }))

function replaceOf(path: string): Readonly<Record<string, string>> {
  return JSON.parse(readFileSync(path, 'utf8')).Replace
}

describe.each(goSources)('package testing of $version', ({ goroot, version }) => {
  const original = join(goroot, 'src/testing/testing.go')
  const source = readFileSync(original, 'utf8')
  const request = { goroot, goVersion: version, cacheDir: scratch, cwd: scratch }

  test('asks for races as before, and hears of none', async () => {
    const replace = replaceOf(await buildVerdictOverlay(request))
    expect(Object.keys(replace)).toEqual([original])
    const text = readFileSync(replace[original] ?? '', 'utf8')
    expect(text.replaceAll('(0 * race.Errors())', 'race.Errors()')).toBe(source)
    expect(text.match(/race\.Errors\(\)/g)).toEqual(text.match(/(?<=\(0 \* )race\.Errors\(\)(?=\))/g))
    expect(text.split('(0 * race.Errors())')).toHaveLength(6)
  })

  test('keeps what the overlay of the user replaces, and edits their version of the file', async () => {
    const own = join(scratch, `${version}-testing.go`)
    writeFileSync(own, `// mine\n${source}`)
    const userOverlay = join(scratch, `${version}.json`)
    writeFileSync(userOverlay, JSON.stringify({ Replace: { [original]: own, '/srv/shop/main.go': '/srv/shop/other.go' } }))
    const replace = replaceOf(await buildVerdictOverlay({ ...request, userOverlay }))
    expect(replace['/srv/shop/main.go']).toBe('/srv/shop/other.go')
    expect(readFileSync(replace[original] ?? '', 'utf8')).toMatch(/^\/\/ mine\n[^]*\(0 \* race\.Errors\(\)\)/)
    writeFileSync(own, source.replace('race.Errors()', 'racesOf()'))
    await expect(buildVerdictOverlay({ ...request, userOverlay })).rejects.toThrow(/Hook race\.verdict does not fit .* expects 5 places, and found 4/)
  })
})
