import { readFile, readdir } from 'node:fs/promises'
import { join } from 'node:path'

/** A file that exists only in MapSan, or that MapSan replaces as a whole. */
export interface ShimFile {
  /** Below GOROOT/src. */
  readonly file: string
  readonly text: string
}

const buildLine = /^\/\/go:build (.*)$/m

/**
 * The Go part of MapSan as files of the standard library: the engine becomes part of package runtime (shim/engine),
 * and the twin of internal/race takes the place of the one for builds without the race detector (shim/race).
 */
export async function readShim(shimDir: string): Promise<readonly ShimFile[]> {
  const engine = join(shimDir, 'engine')
  const names = (await readdir(engine)).filter((name) => name.endsWith('.go') && !name.endsWith('_test.go')).sort()
  const files = await Promise.all(names.map(async (name) => runtimeFile(name, await readFile(join(engine, name), 'utf8'))))
  const race = { file: 'internal/race/norace.go', text: buildWithoutRace(await readFile(join(shimDir, 'race', 'race.go'), 'utf8')) }
  return [...files.filter((file) => file !== undefined), race]
}

/** What a binary needs to serve its status over HTTP: a package of the standard library that exists in the overlay only. */
export async function readStatusShim(shimDir: string): Promise<readonly ShimFile[]> {
  const text = await readFile(join(shimDir, 'status', 'status.go'), 'utf8')
  return [{ file: 'runtime/mapsan/status.go', text: buildWithoutRace(text) }]
}

/** Files for the host, where the engine is tested outside of the runtime, are left behind. */
function runtimeFile(name: string, text: string): ShimFile | undefined {
  if (/!mapsanruntime\b/.test(buildLine.exec(text)?.[1] ?? '')) return undefined
  return { file: `runtime/mapsan_${name}`, text: buildWithoutRace(text.replace(/^package engine$/m, 'package runtime')) }
}

/** `mapsanruntime` means "inside of Go's runtime"; there, it is the race detector that MapSan cannot live with. */
function buildWithoutRace(text: string): string {
  if (!buildLine.test(text)) return `//go:build !race\n\n${text}`
  return text.replace(buildLine, (_, condition: string) => `//go:build ${condition.replace(/\bmapsanruntime\b/g, '!race')}`)
}
