import { appendFile, cp, mkdir, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { buildCommand } from '../build-command.ts'
import { parseBenchmarks } from '../benchmark-output.ts'
import { run } from '../process.ts'
import { once, type Section } from '../section.ts'
import type { Variant } from '../variants.ts'
import { programsFolder, type Workshop } from '../workshop.ts'
import { names } from './names.ts'

/** Building programs/server, and starting it. */
export const builds: Section = {
  title: 'Build and start',
  programs: [
    {
      name: 'build/size',
      rows: [{ label: 'size of the binary', measurement: 'Size bytes', unit: 'bytes', comparison: 'factor' }],
      prepare: async (workshop) => {
        const built = await workshop.program('server')
        return async (variant) => new Map([['Size bytes', (await stat(built[variant])).size]])
      },
    },
    {
      name: 'build/start',
      rows: [{ label: 'start-up and exit', measurement: 'Startup ns/op', unit: 'nanoseconds', comparison: 'difference' }],
      prepare: async (workshop) => {
        const built = await workshop.program('server')
        const { plain: startup } = await workshop.program('startup')
        return async (variant) => parseBenchmarks(await run({ file: startup, args: [built[variant]], cwd: workshop.folder }))
      },
    },
    {
      name: 'build/warm',
      rows: [{ label: 'build after a change', measurement: 'Warm ns/op', unit: 'nanoseconds', comparison: 'factor' }],
      prepare: async (workshop) => {
        const { cwd, build } = await copyOfServer(workshop)
        const source = join(cwd, 'server', 'main.go')
        return async (variant) => {
          await appendFile(source, '\n// A change.\n')
          return new Map([['Warm ns/op', await nanoseconds(() => build(variant))]])
        }
      },
    },
    {
      name: 'build/cold',
      rows: [{ label: 'first build, nothing cached, measured once', measurement: 'Cold ns/op', unit: 'nanoseconds', comparison: 'factor' }],
      prepare: async (workshop) => {
        const { build } = await copyOfServer(workshop)
        return once(async (variant) => {
          const caches = { GOCACHE: join(workshop.folder, `go-cache-${variant}`), MAPSAN_CACHE: join(workshop.folder, 'mapsan-cache') }
          return new Map([['Cold ns/op', await nanoseconds(() => build(variant, caches))]])
        })
      },
    },
    names,
  ],
}

interface Copy {
  readonly cwd: string
  readonly build: (variant: Variant, env?: Readonly<Record<string, string>>) => Promise<string>
}

/** A copy that may be changed. */
async function copyOfServer(workshop: Workshop): Promise<Copy> {
  const cwd = join(workshop.folder, 'copy')
  await mkdir(cwd, { recursive: true })
  await cp(programsFolder, cwd, { recursive: true })
  const build: Copy['build'] = (variant, env = {}) => {
    const command = buildCommand({ cwd, package: './server' }, variant, join(cwd, `server-${variant}`))
    return run({ ...command, env })
  }
  return { cwd, build }
}

async function nanoseconds(work: () => Promise<unknown>): Promise<number> {
  const start = process.hrtime.bigint()
  await work()
  return Number(process.hrtime.bigint() - start)
}
