import { resolve } from 'node:path'
import { execa } from 'execa'
import { expect } from 'vitest'
import { mapsan } from '../support/cli.ts'
import { forBuilds, type GoVersion } from '../support/go.ts'

const programFolder = resolve(import.meta.dirname, 'program')

/** Builds `program` as a user would. */
export async function buildWarehouse(version: GoVersion, output: string, flags: readonly string[], what = '.'): Promise<void> {
  const { exitCode, stderr } = await mapsan(['build', ...flags, '-o', output, what], { cwd: programFolder, env: { GOTOOLCHAIN: version, ...forBuilds } })
  expect(exitCode, stderr).toBe(0)
}

export interface Warehouse {
  readonly pid: number
  /** Waits for a text on standard output or standard error, and answers with all that was printed until then. */
  says(text: string | RegExp): Promise<string>
  kill(signal: NodeJS.Signals): void
  /** Lets the program come to its end, and answers with all that it has printed. */
  close(): Promise<string>
}

/** Starts the program, and waits until it is up. */
export async function openWarehouse(binary: string, args: readonly string[], setting: string): Promise<Warehouse> {
  const running = execa(binary, [...args], { env: { MAPSAN: setting, GOMAXPROCS: '2' }, stdin: 'pipe', reject: false, all: true })
  let printed = ''
  const listeners = new Set<() => void>()
  const tell = (): void => listeners.forEach((listener) => listener())
  running.all.on('data', (chunk: Buffer) => {
    printed += chunk.toString()
    tell()
  })
  const ended = running.then(tell)
  const warehouse: Warehouse = {
    pid: running.pid ?? 0,
    says: (text) =>
      new Promise((found, failed) => {
        const look = (): void => {
          const here = typeof text === 'string' ? printed.includes(text) : text.test(printed)
          if (!here && running.exitCode === null) return
          listeners.delete(look)
          if (here) found(printed)
          else failed(new Error(`the program has ended without saying ${text}:\n${printed}`))
        }
        listeners.add(look)
        look()
      }),
    kill: (signal) => void running.kill(signal),
    close: async () => {
      running.stdin.end()
      await ended
      return printed
    },
  }
  await warehouse.says('open\n')
  return warehouse
}
