import { resolve } from 'node:path'
import { execa } from 'execa'

/** The tests run the program that users run, so it is built from the sources as they stand. */
export async function setup(): Promise<void> {
  await execa('npm', ['run', '--silent', 'build'], { cwd: resolve(import.meta.dirname, '../..') })
}
