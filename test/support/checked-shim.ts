import { cp, readFile, writeFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'

const off = 'const mapsanChecking = false'

/** Copies MapSan's Go code, and lets the engine of the copy check itself (shim/engine/check.go). */
export async function checkedShim(folder: string): Promise<string> {
  await cp(resolve(import.meta.dirname, '../../shim'), folder, { recursive: true })
  const file = join(folder, 'engine', 'check_runtime.go')
  const source = await readFile(file, 'utf8')
  if (!source.includes(off)) throw new Error(`${file} does not have: ${off}`)
  await writeFile(file, source.replace(off, 'const mapsanChecking = true'))
  return folder
}
