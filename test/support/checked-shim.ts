import { cp, readFile, writeFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'

/** Copies MapSan's Go code, and lets the engine of the copy check itself (shim/engine/check.go). */
export async function checkedShim(folder: string): Promise<string> {
  await cp(resolve(import.meta.dirname, '../../shim'), folder, { recursive: true })
  await replace(join(folder, 'engine', 'check_runtime.go'), 'const mapsanChecking = false', 'const mapsanChecking = true')
  return folder
}

/** The same, with an engine that counts time in ticks of 100 microseconds: with a budget it rests a hundred times in a second. */
export async function hurriedShim(folder: string): Promise<string> {
  await checkedShim(folder)
  await replace(join(folder, 'engine', 'sampler.go'), 'const mapsanTickNs = 4e6', 'const mapsanTickNs = 1e5')
  return folder
}

async function replace(file: string, before: string, after: string): Promise<void> {
  const source = await readFile(file, 'utf8')
  if (!source.includes(before)) throw new Error(`${file} does not have: ${before}`)
  await writeFile(file, source.replace(before, after))
}
