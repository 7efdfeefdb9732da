import { mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { buildOverlay, type OverlayRequest } from '../../src/hooks/overlay.ts'
import { goSources } from './goroots.ts'

const shimDir = resolve(import.meta.dirname, '../../shim')
const scratch = mkdtempSync(join(tmpdir(), 'mapsan-overlay-'))
afterAll(() => rmSync(scratch, { recursive: true, force: true }))

const go = goSources.find(({ table }) => table.minor === 26)
if (go === undefined) throw new Error('there are no sources of go1.26 on this machine')
const { goroot, version } = go

let folders = 0
function emptyFolder(): string {
  return mkdtempSync(join(scratch, `${folders++}-`))
}

function replaceOf(path: string): Readonly<Record<string, string>> {
  return JSON.parse(readFileSync(path, 'utf8')).Replace
}

describe('an overlay', () => {
  const src = (file: string): string => join(goroot, 'src', file)
  const request = (others: Partial<OverlayRequest> = {}): OverlayRequest => ({ goroot, goVersion: version, cacheDir: emptyFolder(), shimDir, ...others })

  function userOverlay(replace: Readonly<Record<string, string>>): { readonly userOverlay: string; readonly cwd: string } {
    const cwd = emptyFolder()
    writeFileSync(join(cwd, 'own.json'), JSON.stringify({ Replace: replace }))
    return { userOverlay: join(cwd, 'own.json'), cwd }
  }

  test('replaces the hooked files, the race package, and adds the engine to package runtime', async () => {
    const { path, replaced } = await buildOverlay(request())
    const replace = replaceOf(path)
    expect(Object.keys(replace).sort()).toEqual(replaced)
    expect(replaced).toEqual(expect.arrayContaining([src('runtime/chan.go'), src('internal/race/norace.go'), src('runtime/mapsan_protocol.go'), src('sync/atomic/asm.s')]))
    for (const file of replaced) {
      const text = readFileSync(replace[file] ?? '', 'utf8')
      expect(text).not.toContain('mapsanruntime')
      if (file.includes('/runtime/mapsan_')) expect(text).toMatch(/^\/\/go:build !race.*$[^]*^package runtime$/m)
    }
    expect(replaced.filter((file) => /_test\.go$|port_host/.test(file))).toEqual([])
  })

  test('with the same inputs is found again, and its key does not hang on the folder', async () => {
    const once = request()
    const first = await buildOverlay(once)
    expect(await buildOverlay(once)).toEqual(first)
    expect((await buildOverlay(request())).key).toBe(first.key)
    expect((await buildOverlay(request({ without: ['chan'] }))).key).not.toBe(first.key)
  })

  test('that is damaged is made anew', async () => {
    const once = request()
    const { path } = await buildOverlay(once)
    const file = replaceOf(path)[src('runtime/chan.go')] ?? ''
    const whole = readFileSync(file, 'utf8')
    const damages = [() => writeFileSync(file, whole.slice(0, 1000)), () => rmSync(file), () => writeFileSync(path, '{}'), () => rmSync(join(path, '..', 'manifest.json'))]
    for (const damage of damages) {
      damage()
      expect((await buildOverlay(once)).path).toBe(path)
      expect(readFileSync(file, 'utf8')).toBe(whole)
      expect(replaceOf(path)[src('runtime/chan.go')]).toBe(file)
    }
    expect(readdirSync(join(path, '../..'))).toHaveLength(1)
  })

  test('can be made by several MapSans at once', async () => {
    const once = request()
    const overlays = await Promise.all([1, 2, 3, 4].map(() => buildOverlay(once)))
    expect(new Set(overlays.map(({ path }) => path)).size).toBe(1)
    expect(readdirSync(join(once.cacheDir, 'overlay'))).toHaveLength(1)
  })

  test('goes into the cache folder only, which has to be writable', async () => {
    const file = join(emptyFolder(), 'a-file')
    writeFileSync(file, '')
    await expect(buildOverlay(request({ cacheDir: file }))).rejects.toMatchObject({ code: 'CACHE_UNUSABLE' })
  })

  test('keeps the entries of the user, relative ones too', async () => {
    const own = userOverlay({ 'reload.go': 'other/reload.go', '/work/gone.go': '' })
    const replace = replaceOf((await buildOverlay(request(own))).path)
    expect(replace[join(own.cwd, 'reload.go')]).toBe(join(own.cwd, 'other/reload.go'))
    expect(replace['/work/gone.go']).toBe('')
  })

  test("hooks the user's own version of a file of Go's", async () => {
    const own = userOverlay({ [src('runtime/chan.go')]: 'chan.go' })
    writeFileSync(join(own.cwd, 'chan.go'), `${readFileSync(src('runtime/chan.go'), 'utf8')}\n// Louder.\n`)
    const replace = replaceOf((await buildOverlay(request(own))).path)
    const text = readFileSync(replace[src('runtime/chan.go')] ?? '', 'utf8')
    expect(text).toContain('// Louder.')
    expect(text).toContain('mapsanChanSync(sg.g)')
  })

  test.each([
    ['deletes', 'runtime/chan.go', '', 'it deletes a file that MapSan needs'],
    ['replaces MapSan\'s race package', 'internal/race/norace.go', 'norace.go', 'MapSan has a version of its own'],
    ['has other code in', 'runtime/chan.go', 'chan.go', 'does not fit'],
  ])('is refused when the user %s a file that MapSan needs', async (_, file, to, reason) => {
    const own = userOverlay({ [src(file)]: to })
    if (to !== '') writeFileSync(join(own.cwd, to), 'package runtime\n')
    const refusal = buildOverlay(request(own))
    await expect(refusal).rejects.toMatchObject({ code: 'OVERLAY_CONFLICT' })
    await expect(refusal).rejects.toThrow(reason)
  })

  test('is refused for sources that are not those of the version', async () => {
    const empty = buildOverlay(request({ goroot: emptyFolder() }))
    await expect(empty).rejects.toMatchObject({ code: 'HOOK_ANCHOR_MISSING' })
    await expect(empty).rejects.toThrow(/Hook maps\.layout does not fit .*map\.go cannot be read/)
    for (const other of goSources.filter((candidate) => candidate.version !== version)) {
      await expect(buildOverlay(request({ goVersion: other.version }))).rejects.toMatchObject({ code: 'HOOK_ANCHOR_MISSING' })
    }
  })
})
