import { readFile, readdir } from 'node:fs/promises'
import { join } from 'node:path'

// Where the header of an event stream has the map accesses that were not tracked: shim/engine/protocol.go.
const untrackedAt = 48

/** What the server that was built with MapSan has found so far. */
export class Findings {
  readonly #folder: string

  constructor(folder: string) {
    this.#folder = folder
  }

  /** The variable MAPSAN. */
  get settings(): string {
    return `log_path=${join(this.#folder, 'races')} events=${join(this.#folder, 'events')}`
  }

  async count(): Promise<number> {
    const texts = await this.#read('races.')
    return texts.flatMap((text) => text.toString().match(/WARNING: DATA RACE/g) ?? []).length
  }

  /** Map accesses that were checked but not recorded, since more goroutines used maps than are tracked at once. */
  async untracked(): Promise<bigint> {
    const [header] = await this.#read('events.')
    return header?.readBigUInt64LE(untrackedAt) ?? 0n
  }

  async #read(prefix: string): Promise<Buffer[]> {
    const names = (await readdir(this.#folder)).filter((name) => name.startsWith(prefix))
    return Promise.all(names.map((name) => readFile(join(this.#folder, name))))
  }
}
