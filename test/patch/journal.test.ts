import { chmodSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { describe, expect, onTestFinished, test } from 'vitest'
import { realDisk, type Disk } from '../../src/patch/disk.ts'
import { Journal, type Merge, type PlannedFile } from '../../src/patch/journal.ts'

const original: Readonly<Record<string, string>> = { 'go.mod': 'module m\n', 'a.go': 'package m\n', 'sub/b.go': 'package b\r\n', 'mapsan.patch': 'of the user\n' }
const plan: readonly PlannedFile[] = [
  { path: 'a.go', before: Buffer.from('package m\n'), after: Buffer.from('package m // hooks\n') },
  { path: 'sub/b.go', before: Buffer.from('package b\r\n'), after: Buffer.from('package b // hooks\r\n') },
  { path: 'internal/mapsan/hooks.go', before: null, after: Buffer.from('package mapsan\n') },
  { path: 'mapsan.patch', before: Buffer.from('of the user\n'), after: Buffer.from('a patch\n') },
]
const about = { mapsan: '1', patterns: ['./...'] }
const instrumented = { ...original, ...Object.fromEntries(plan.map(({ path, after }) => [path, after.toString()])) }

const noMerge: Merge = (path) => Promise.reject(new Error(`${path} is stale`))

function moduleFolder(): string {
  const root = mkdtempSync(join(tmpdir(), 'mapsan-journal-'))
  onTestFinished(() => rmSync(root, { recursive: true, force: true }))
  for (const [path, text] of Object.entries(original)) {
    mkdirSync(dirname(join(root, path)), { recursive: true })
    writeFileSync(join(root, path), text)
  }
  chmodSync(join(root, 'a.go'), 0o755)
  return root
}

/** All files but those of the journal. Folders count as well, so that none is left behind. */
function treeOf(root: string): Record<string, string> {
  const entries = readdirSync(root, { recursive: true, withFileTypes: true }).filter(({ parentPath, name }) => !join(parentPath, name).includes('.mapsan/'))
  return Object.fromEntries(entries.map((entry) => {
    const path = join(entry.parentPath, entry.name)
    return [path.slice(root.length + 1), entry.isDirectory() ? 'folder' : readFileSync(path, 'utf8')]
  }).filter(([name]) => name !== '.mapsan').sort())
}

const withFolders = (files: Readonly<Record<string, string>>): Record<string, string> => {
  const folders = Object.keys(files).flatMap((path) => path.split('/').slice(0, -1).map((_, i, parts) => [parts.slice(0, i + 1).join('/'), 'folder'] as const))
  return Object.fromEntries([...Object.entries(files), ...folders].sort(([a], [b]) => (a < b ? -1 : 1)))
}

const changing = ['makeFolder', 'write', 'copy', 'dressLike', 'rename', 'remove', 'removeEmptyFolder'] as const

class Killed extends Error {}

/** Does the first `steps` changes. The next one is made by half, if it writes, and nothing works after that. */
function dyingDisk(steps: number): Disk & { readonly done: () => number } {
  let done = 0
  let dead = false
  const act = async (name: (typeof changing)[number], half: () => Promise<void>, whole: () => Promise<void>): Promise<void> => {
    if (dead) throw new Killed(name)
    if (done === steps) {
      dead = true
      await half()
      throw new Killed(name)
    }
    done++
    await whole()
  }
  const nothing = async (): Promise<void> => {}
  const alive = async <T>(work: () => Promise<T>): Promise<T> => {
    if (dead) throw new Killed()
    return work()
  }
  return {
    done: () => done,
    read: (path) => alive(() => realDisk.read(path)),
    exists: (path) => alive(() => realDisk.exists(path)),
    list: (path) => alive(() => realDisk.list(path)),
    resolve: (path) => alive(() => realDisk.resolve(path)),
    makeFolder: (path) => act('makeFolder', nothing, () => realDisk.makeFolder(path)),
    write: (path, bytes) => act('write', () => realDisk.write(path, bytes.subarray(0, bytes.length / 2)), () => realDisk.write(path, bytes)),
    copy: (from, to) => act('copy', () => realDisk.write(to, Buffer.from('half')), () => realDisk.copy(from, to)),
    dressLike: (path, model) => act('dressLike', nothing, () => realDisk.dressLike(path, model)),
    rename: (from, to) => act('rename', nothing, () => realDisk.rename(from, to)),
    remove: (path) => act('remove', nothing, () => realDisk.remove(path)),
    removeEmptyFolder: (path) => act('removeEmptyFolder', nothing, () => realDisk.removeEmptyFolder(path)),
  }
}

/** How many changes a whole call makes. */
async function stepsOf(call: (disk: Disk) => Promise<void>): Promise<number> {
  const disk = dyingDisk(Infinity)
  await call(disk)
  return disk.done()
}

describe('the journal of what is done to a module', () => {
  test('applies and reverts, with the modes, and leaves nothing behind', async () => {
    const root = moduleFolder()
    const journal = new Journal(realDisk, root)
    await journal.apply(plan, about)
    expect(treeOf(root)).toEqual(withFolders(instrumented))
    expect(statSync(join(root, 'a.go')).mode & 0o777).toBe(0o755)
    const manifest = await journal.read()
    expect(manifest?.state).toBe('applied')
    if (manifest) await journal.revert(manifest, noMerge)
    expect(treeOf(root)).toEqual(withFolders(original))
    expect(statSync(join(root, 'a.go')).mode & 0o777).toBe(0o755)
    expect(readdirSync(root)).not.toContain('.mapsan')
  })

  test('a call that is killed at any step is undone by the next one', async () => {
    const steps = await stepsOf(async (disk) => new Journal(disk, moduleFolder()).apply(plan, about))
    expect(steps).toBeGreaterThan(20)
    for (let step = 0; step < steps; step++) {
      const root = moduleFolder()
      await expect(new Journal(dyingDisk(step), root).apply(plan, about)).rejects.toThrow(Killed)
      const next = new Journal(realDisk, root)
      await next.recover(noMerge)
      // The last step is the one that says that all is done.
      expect(treeOf(root), `step ${step}`).toEqual(withFolders(original))
      expect(readdirSync(root)).not.toContain('.mapsan')
      expect(statSync(join(root, 'a.go')).mode & 0o777).toBe(0o755)
      await next.apply(plan, about)
      expect(treeOf(root)).toEqual(withFolders(instrumented))
    }
  })

  test('a revert that is killed at any step is finished by the next call', async () => {
    const revert = async (disk: Disk, root: string): Promise<void> => {
      const journal = new Journal(disk, root)
      const manifest = await journal.read()
      if (manifest) await journal.revert(manifest, noMerge)
    }
    const prepared = async (): Promise<string> => {
      const root = moduleFolder()
      await new Journal(realDisk, root).apply(plan, about)
      return root
    }
    const whole = await prepared()
    const steps = await stepsOf((disk) => revert(disk, whole))
    expect(steps).toBeGreaterThan(12)
    for (let step = 0; step < steps; step++) {
      const root = await prepared()
      await expect(revert(dyingDisk(step), root)).rejects.toThrow(Killed)
      const next = new Journal(realDisk, root)
      await next.recover(noMerge)
      await revert(realDisk, root) // where it had not even begun
      expect(treeOf(root), `step ${step}`).toEqual(withFolders(original))
      expect(readdirSync(root)).not.toContain('.mapsan')
    }
  })

  test('a recovery that is killed itself is taken up again', async () => {
    for (let step = 0; step < 12; step++) {
      const root = moduleFolder()
      await expect(new Journal(dyingDisk(24), root).apply(plan, about)).rejects.toThrow(Killed)
      await new Journal(dyingDisk(step), root).recover(noMerge).catch(() => undefined)
      await new Journal(realDisk, root).recover(noMerge)
      expect(treeOf(root), `step ${step}`).toEqual(withFolders(original))
    }
  })

  test('on a full disk, all is as before, at once', async () => {
    const countWrites = { count: 0 }
    const counting: Disk = { ...realDisk, write: (path, bytes) => (countWrites.count++, realDisk.write(path, bytes)) }
    await new Journal(counting, moduleFolder()).apply(plan, about)
    expect(countWrites.count).toBeGreaterThan(8)
    for (let full = 0; full < countWrites.count; full++) {
      const root = moduleFolder()
      let writes = 0
      const disk: Disk = {
        ...realDisk,
        write: async (path, bytes) => {
          if (writes++ < full) return realDisk.write(path, bytes)
          await realDisk.write(path, bytes.subarray(0, 3))
          throw new Error('ENOSPC: no space left on device')
        },
      }
      await expect(new Journal(disk, root).apply(plan, about)).rejects.toThrow('ENOSPC')
      expect(treeOf(root), `write ${full}`).toEqual(withFolders(original))
      expect(readdirSync(root)).not.toContain('.mapsan')
    }
  })

  test('a file that cannot be merged stops the revert before anything is touched', async () => {
    const root = moduleFolder()
    const journal = new Journal(realDisk, root)
    await journal.apply(plan, about)
    writeFileSync(join(root, 'sub/b.go'), 'edited\n')
    const before = treeOf(root)
    const manifest = await journal.read()
    if (manifest) await expect(journal.revert(manifest, noMerge)).rejects.toThrow('sub/b.go is stale')
    expect(treeOf(root)).toEqual(before)
    expect((await journal.read())?.state).toBe('applied')
  })

  test('edits that can be merged stay, files that are gone stay away, and all else is restored', async () => {
    const root = moduleFolder()
    const journal = new Journal(realDisk, root)
    await journal.apply(plan, about)
    writeFileSync(join(root, 'sub/b.go'), 'edited\n')
    rmSync(join(root, 'a.go'))
    const manifest = await journal.read()
    if (manifest) await journal.revert(manifest, async (_, before, after, now) => Buffer.concat([before, after, now]))
    const { 'a.go': _gone, ...rest } = original
    expect(treeOf(root)).toEqual(withFolders({ ...rest, 'sub/b.go': 'package b\r\npackage b // hooks\r\nedited\n' }))
  })

  test('a symbolic link stays one', async () => {
    const root = moduleFolder()
    writeFileSync(join(root, 'real.txt'), 'package m\n')
    rmSync(join(root, 'a.go'))
    symlinkSync('real.txt', join(root, 'a.go'))
    const journal = new Journal(realDisk, root)
    await journal.apply(plan, about)
    expect(readFileSync(join(root, 'real.txt'), 'utf8')).toBe('package m // hooks\n')
    const manifest = await journal.read()
    if (manifest) await journal.revert(manifest, noMerge)
    expect(readFileSync(join(root, 'real.txt'), 'utf8')).toBe('package m\n')
  })
})
