import { chmod, chown, copyFile, lstat, mkdir, readFile, readdir, realpath, rename, rm, rmdir, stat, writeFile } from 'node:fs/promises'

/** All that instrument and revert do to a disk. Tests have one that fails, or dies, at a chosen step. */
export interface Disk {
  /** Undefined when there is no such file. */
  read(path: string): Promise<Buffer | undefined>
  exists(path: string): Promise<boolean>
  /** The names in a folder; none when it is not there. */
  list(folder: string): Promise<readonly string[]>
  /** Where a path leads to, behind symbolic links. */
  resolve(path: string): Promise<string>
  makeFolder(path: string): Promise<void>
  write(path: string, bytes: Uint8Array): Promise<void>
  /** Makes a copy with the same mode. */
  copy(from: string, to: string): Promise<void>
  /** Gives a file the mode and the owner of another one. */
  dressLike(path: string, model: string): Promise<void>
  rename(from: string, to: string): Promise<void>
  /** A file or a folder with all in it; nothing happens when it is not there. */
  remove(path: string): Promise<void>
  /** Nothing happens when there is something in it. */
  removeEmptyFolder(path: string): Promise<void>
}

export const realDisk: Disk = {
  read: (path) => readFile(path).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined
    throw error
  }),
  exists: (path) => lstat(path).then(() => true, () => false),
  list: (folder) => readdir(folder).catch(() => []),
  resolve: (path) => realpath(path),
  makeFolder: async (path) => {
    await mkdir(path, { recursive: true })
  },
  write: (path, bytes) => writeFile(path, bytes),
  copy: async (from, to) => {
    await copyFile(from, to)
    await chmod(to, (await stat(from)).mode)
  },
  dressLike: async (path, model) => {
    const { mode, uid, gid } = await stat(model)
    // Only root can give files away; for everyone else they are his own already.
    await chown(path, uid, gid).catch(() => undefined)
    await chmod(path, mode)
  },
  rename: (from, to) => rename(from, to),
  remove: (path) => rm(path, { recursive: true, force: true }),
  removeEmptyFolder: (path) => rmdir(path).catch(() => undefined),
}
