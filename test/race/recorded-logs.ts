import { readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'

const folder = join(import.meta.dirname, 'logs')

/** Logs that the race detectors of several Go versions wrote of the programs in logs/program; only folders were renamed. */
export const recordedLogs: readonly { readonly name: string; readonly text: string }[] = readdirSync(folder)
  .filter((name) => name.endsWith('.log'))
  .sort()
  .map((name) => ({ name, text: readFileSync(join(folder, name), 'utf8') }))

export function recordedLog(name: string): string {
  return readFileSync(join(folder, name), 'utf8')
}
