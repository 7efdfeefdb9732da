import { dirname, join } from 'node:path'
import type { Disk } from './disk.ts'
import { hashOf, manifestSchema, parseManifest, writeManifest, type Manifest, type ManifestEntry } from './manifest.ts'

/** A file that instrument makes, or makes something else of. */
export interface PlannedFile {
  /** Relative to the module's folder, with slashes. */
  readonly path: string
  readonly before: Uint8Array | null
  readonly after: Uint8Array
}

/** Puts together what a file becomes that was edited after it was instrumented; throws when that is not certain. */
export type Merge = (path: string, original: Buffer, instrumented: Buffer, edited: Buffer) => Promise<Buffer>

/** Git and Go leave it alone. */
const stateFolder = '.mapsan/instrument'
const manifestFile = 'manifest.json'

/**
 * The changes that instrument makes to a module, kept so that a call which was ended at any moment can be undone: first
 * all that undoing takes is written, then the manifest that says so, and only then is the first file touched. Files
 * are replaced by renaming, so each is either as it was or as it is to be.
 */
export class Journal {
  readonly #disk: Disk
  readonly #root: string
  readonly #folder: string

  constructor(disk: Disk, root: string) {
    this.#disk = disk
    this.#root = root
    this.#folder = join(root, stateFolder)
  }

  /** Undefined when the module is not instrumented. */
  async read(): Promise<Manifest | undefined> {
    const bytes = await this.#disk.read(join(this.#folder, manifestFile))
    return bytes && parseManifest(bytes)
  }

  /** Undoes what an interrupted call has begun, or ends what it was about to end; tells whether there was such a call. */
  async recover(merge: Merge): Promise<'undone' | 'reverted' | undefined> {
    const manifest = await this.read()
    if (manifest?.state === 'applied') return undefined
    if (manifest === undefined) {
      // The manifest is written last and removed first: without one, all files are as they are without MapSan.
      await this.#clear()
      return undefined
    }
    await this.#restore(manifest, merge)
    return manifest.state === 'applying' ? 'undone' : 'reverted'
  }

  /** Makes all changes or none. Nothing of another call may be left: see `recover`. */
  async apply(files: readonly PlannedFile[], { mapsan, patterns }: Pick<Manifest, 'mapsan' | 'patterns'>): Promise<void> {
    const entries = files.map(({ path, before, after }) => ({ path, before: before && hashOf(before), after: hashOf(after) }))
    const manifest: Manifest = { schema: manifestSchema, mapsan, state: 'applying', patterns: [...patterns], entries, folders: await this.#missingFolders(files) }
    try {
      await this.#prepare(files)
      await this.replace(join(this.#folder, manifestFile), writeManifest(manifest))
      for (const { path, after } of files) {
        await this.#disk.makeFolder(dirname(this.#path(path)))
        await this.replace(this.#path(path), after)
      }
      await this.replace(join(this.#folder, manifestFile), writeManifest({ ...manifest, state: 'applied' }))
    } catch (error) {
      // A full disk, most likely. What cannot be undone now is left to the next call.
      await this.recover(() => Promise.reject(error)).catch(() => undefined)
      throw error
    }
  }

  /** Makes all files what they were. When one of them cannot be, none is touched. */
  async revert(manifest: Manifest, merge: Merge): Promise<void> {
    await this.#restore(manifest, merge)
  }

  /** Throws what a revert would throw before it touches anything. */
  async check(manifest: Manifest, merge: Merge): Promise<void> {
    await this.#mergeEdited(manifest, merge)
  }

  async #prepare(files: readonly PlannedFile[]): Promise<void> {
    await this.#disk.makeFolder(this.#folder)
    await this.#disk.write(join(this.#folder, '.gitignore'), Buffer.from('*\n'))
    for (const [index, { path, before, after }] of files.entries()) {
      if (before !== null) await this.#disk.copy(this.#path(path), this.#kept(index, 'before'))
      await this.#disk.write(this.#kept(index, 'after'), after)
    }
  }

  async #restore(manifest: Manifest, merge: Merge): Promise<void> {
    const merged = await this.#mergeEdited(manifest, merge)
    if (manifest.state === 'applied') await this.replace(join(this.#folder, manifestFile), writeManifest({ ...manifest, state: 'reverting' }))
    for (const [index, entry] of manifest.entries.entries()) await this.#restoreFile(index, entry, merged.get(entry.path))
    for (const folder of manifest.folders) await this.#disk.removeEmptyFolder(this.#path(folder))
    await this.#disk.remove(join(this.#folder, manifestFile))
    await this.#clear()
  }

  /** What those files become that are neither as they were nor as they were made. */
  async #mergeEdited({ entries }: Manifest, merge: Merge): Promise<ReadonlyMap<string, Buffer>> {
    const merged = new Map<string, Buffer>()
    for (const [index, entry] of entries.entries()) {
      const now = await this.#disk.read(this.#path(entry.path))
      if (now === undefined || [entry.before, entry.after].includes(hashOf(now))) continue
      const original = entry.before === null ? Buffer.alloc(0) : await this.#disk.read(this.#kept(index, 'before'))
      const instrumented = await this.#disk.read(this.#kept(index, 'after'))
      if (original !== undefined && instrumented !== undefined) merged.set(entry.path, await merge(entry.path, original, instrumented, now))
    }
    return merged
  }

  async #restoreFile(index: number, { path, before, after }: ManifestEntry, merged: Buffer | undefined): Promise<void> {
    const named = this.#path(path)
    const place = (await this.#disk.exists(named)) ? await this.#disk.resolve(named) : named
    await this.#disk.remove(draftOf(place))
    const now = await this.#disk.read(place)
    // To merge what was merged already changes nothing, should this be interrupted.
    if (merged !== undefined) await this.replace(place, merged)
    else if (now !== undefined && hashOf(now) === after) {
      if (before === null) await this.#disk.remove(place)
      // Needs no room on the disk.
      else await this.#disk.rename(this.#kept(index, 'before'), place)
    }
  }

  /** Writes a file so that the new text is there at once or not at all. */
  async replace(path: string, bytes: Uint8Array): Promise<void> {
    const isThere = await this.#disk.exists(path)
    const place = isThere ? await this.#disk.resolve(path) : path
    const draft = draftOf(place)
    await this.#disk.write(draft, bytes)
    if (isThere) await this.#disk.dressLike(draft, place)
    await this.#disk.rename(draft, place)
  }

  async #missingFolders(files: readonly PlannedFile[]): Promise<string[]> {
    const missing = new Set<string>()
    for (const { path } of files) {
      for (let folder = dirname(path); folder !== '.' && !(await this.#disk.exists(this.#path(folder))); folder = dirname(folder)) missing.add(folder)
    }
    return [...missing].sort((a, b) => b.length - a.length)
  }

  async #clear(): Promise<void> {
    if (await this.#disk.exists(this.#folder)) await this.#disk.remove(this.#folder)
    await this.#disk.removeEmptyFolder(dirname(this.#folder))
  }

  #kept(index: number, which: 'before' | 'after'): string {
    return join(this.#folder, `${index}.${which}`)
  }

  #path(path: string): string {
    return join(this.#root, ...path.split('/'))
  }
}

function draftOf(place: string): string {
  return `${place}.mapsan-draft`
}
