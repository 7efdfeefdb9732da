import { mkdir, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { buildCommand, type BuildRequest } from './build-command.ts'
import { run } from './process.ts'
import { forEachVariant, type PerVariant } from './variants.ts'

/** Our own programs; npm runs scripts in the root of the package. */
export const programsFolder = resolve('test/bench/programs')

export type Durations = Pick<Workshop, 'benchtime' | 'churntime'>

/** A folder for everything that is built, each program once. */
export class Workshop {
  readonly folder: string
  /** How long Go runs each benchmark, as -test.benchtime takes it. */
  readonly benchtime: string
  /** How long programs/churn runs, as time.ParseDuration takes it. */
  readonly churntime: string
  readonly #built = new Map<string, Promise<PerVariant<string>>>()

  private constructor(folder: string, { benchtime, churntime }: Durations) {
    this.folder = folder
    this.benchtime = benchtime
    this.churntime = churntime
  }

  static async open(durations: Durations): Promise<Workshop> {
    return new Workshop(await mkdtemp(join(tmpdir(), 'mapsan-bench-')), durations)
  }

  close(): Promise<void> {
    return rm(this.folder, { recursive: true, force: true })
  }

  /** The executable of each variant. */
  build(request: BuildRequest): Promise<PerVariant<string>> {
    const key = JSON.stringify(request)
    const known = this.#built.get(key)
    if (known !== undefined) return known
    const built = buildAll(request, join(this.folder, `program-${this.#built.size}`))
    this.#built.set(key, built)
    return built
  }

  /** One of our own programs. */
  program(name: string): Promise<PerVariant<string>> {
    return this.build({ cwd: programsFolder, package: `./${name}` })
  }

  /** The arguments of a test binary that runs these benchmarks and no test. */
  benchmarkArgs(pattern: string): readonly string[] {
    return ['-test.run=^$', `-test.bench=${pattern}`, `-test.benchtime=${this.benchtime}`]
  }
}

async function buildAll(request: BuildRequest, folder: string): Promise<PerVariant<string>> {
  await mkdir(folder)
  return forEachVariant(async (variant) => {
    const output = join(folder, variant)
    await run(buildCommand(request, variant, output))
    return output
  })
}
