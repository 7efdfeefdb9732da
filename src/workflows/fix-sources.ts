import { createHash } from 'node:crypto'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'

/**
 * The user's sources as they are with the fixes so far: those lie in an overlay in a folder of their own, which is removed
 * at the end. The tree is left as it is.
 */
export class FixedSources {
  readonly #folder: string
  /** The user's own overlay, as absolute paths. */
  readonly #base: Readonly<Record<string, string>>
  readonly #originals = new Map<string, Buffer>()
  #fixed: ReadonlyMap<string, string> = new Map()
  #count = 0

  private constructor(folder: string, base: Readonly<Record<string, string>>) {
    this.#folder = folder
    this.#base = base
  }

  static async open(base: Readonly<Record<string, string>>): Promise<FixedSources> {
    return new FixedSources(await mkdtemp(join(tmpdir(), 'mapsan-fix-')), base)
  }

  async close(): Promise<void> {
    await rm(this.#folder, { recursive: true, force: true })
  }

  /** Files that the user's overlay replaces are not what a patch would be applied to. */
  isReplaced(path: string): boolean {
    return this.#base[path] !== undefined
  }

  /** The text with the fixes so far, and its SHA-256; undefined when it cannot be read. */
  async read(path: string): Promise<{ readonly text: string; readonly hash: string } | undefined> {
    const fixed = this.#fixed.get(path)
    const bytes = fixed === undefined ? await this.#original(path) : Buffer.from(fixed)
    if (bytes === undefined) return undefined
    const text = bytes.toString('utf8')
    // What is no UTF-8 would not be written back as it was.
    return Buffer.from(text).equals(bytes) ? { text, hash: createHash('sha256').update(bytes).digest('hex') } : undefined
  }

  /** An overlay with the fixes so far and these ones; undefined when there are none at all and the user has none. */
  async overlay(more: ReadonlyMap<string, string> = new Map()): Promise<string | undefined> {
    const all = new Map([...this.#fixed, ...more])
    if (all.size === 0 && Object.keys(this.#base).length === 0) return undefined
    const number = ++this.#count
    const replace: Record<string, string> = { ...this.#base }
    for (const [index, [path, text]] of [...all].entries()) {
      const place = join(this.#folder, `${number}-${index}-${basename(path)}`)
      await writeFile(place, text)
      replace[path] = place
    }
    const overlay = join(this.#folder, `${number}.json`)
    await writeFile(overlay, JSON.stringify({ Replace: replace }))
    return overlay
  }

  /** What `restore` goes back to. */
  snapshot(): ReadonlyMap<string, string> {
    return this.#fixed
  }

  restore(snapshot: ReadonlyMap<string, string>): void {
    this.#fixed = snapshot
  }

  accept(more: ReadonlyMap<string, string>): void {
    this.#fixed = new Map([...this.#fixed, ...more])
  }

  /** What has changed, by path: the bytes before and the text after. */
  changes(): readonly { readonly path: string; readonly before: Buffer; readonly after: string }[] {
    return [...this.#fixed].flatMap(([path, after]) => {
      const before = this.#originals.get(path)
      return before === undefined ? [] : [{ path, before, after }]
    })
  }

  async #original(path: string): Promise<Buffer | undefined> {
    const known = this.#originals.get(path) ?? (await readFile(path).catch(() => undefined))
    if (known !== undefined) this.#originals.set(path, known)
    return known
  }
}
