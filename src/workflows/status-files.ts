import { chmod, mkdir, writeFile } from 'node:fs/promises'
import { join, sep } from 'node:path'
import { ToolError } from '../errors.ts'
import type { AddedFile } from '../hooks/overlay.ts'
import type { GoInstallation } from '../toolchain/go.ts'
import { embedSources, type GoPackage } from '../toolchain/packages.ts'

/** What makes a program able to serve its status over HTTP: a file in each main package that is built, in the overlay only. */
export const statusFileName = 'mapsan_status_server.go'

/** What package runtime/mapsan imports: these and all that they need become part of the program. */
export const statusImports: readonly string[] = ['io', 'log', 'net', 'net/http', 'time']

const text = 'package main\n\nimport _ "runtime/mapsan" // serves the status when MAPSAN says where\n'

export function statusFiles(packages: readonly GoPackage[], { gomodcache }: GoInstallation): AddedFile[] {
  const mains = packages.filter(({ named, name }) => named && name === 'main')
  if (mains.length === 0) throw new ToolError('USAGE', '--status is for programs, and none of the packages is one')
  return mains.map((main) => {
    const { dir, goFiles } = main
    if (gomodcache !== '' && dir.startsWith(gomodcache + sep)) {
      throw new ToolError('USAGE', `--status cannot add a file to ${dir}: Go replaces nothing in its module cache. Build the program from a copy of its own`)
    }
    if (embedSources(packages, main)) throw new ToolError('USAGE', `--status cannot add a file to ${dir}: all sources there are embedded, and that one may be, too`)
    const path = join(dir, statusFileName)
    if (goFiles.includes(path)) throw new ToolError('USAGE', `--status needs the file name ${path} for itself`)
    return { path, text }
  })
}

/**
 * Without an index of GOROOT, Go (go1.24 and 1.25, in MapSan's clone) believes in a package of the standard library only
 * if its folder is really there. What lies in it is replaced by the overlay.
 */
export async function makeStatusFolder(goroot: string, cache: string): Promise<void> {
  if (!goroot.startsWith(cache + sep)) return
  const runtime = join(goroot, 'src', 'runtime')
  await chmod(runtime, 0o755)
  await mkdir(join(runtime, 'mapsan'), { recursive: true })
  await writeFile(join(runtime, 'mapsan', 'status.go'), 'package mapsan\n')
}
