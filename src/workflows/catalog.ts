import { packageOf, userFrameOf, type ProgramOrigin } from '../model/origin.ts'
import type { DecodedStream } from '../model/stream.ts'
import { parseCatalog, type StoredCatalog } from '../run/catalog.ts'
import { flagsForList, writeFlag } from '../toolchain/go-arguments.ts'
import { selectsFiles } from '../toolchain/packages.ts'
import { startTypeinfo } from '../toolchain/typeinfo.ts'
import type { Build } from './instrument.ts'
import type { Session } from './session.ts'

/** The catalog of map sites that findings are named from. It is made while the program is built and runs. */
export class PendingCatalog {
  readonly #session: Session
  readonly #build: Build
  readonly #own: Pending

  private constructor(session: Session, build: Build, own: Pending) {
    this.#session = session
    this.#build = build
    this.#own = own
  }

  /**
   * Begins to make it. What Go has to compile for it is compiled when this returns, and is there for the build as well:
   * otherwise the two would compile the same packages at the same time.
   */
  static async start(session: Session, build: Build): Promise<PendingCatalog> {
    return new PendingCatalog(session, build, await begin(session, build, []))
  }

  /** As shim/typeinfo wrote it; undefined when it cannot be had. */
  text(): Promise<string | undefined> {
    return this.#own.text
  }

  /** Undefined when it cannot be had: reports then do without names. Knows also the dependencies in which maps raced. */
  async finish(streams: readonly DecodedStream[], origin: ProgramOrigin): Promise<StoredCatalog | undefined> {
    const also = racyDependencies(streams, this.#build, origin)
    const { text } = also.length === 0 ? this.#own : await begin(this.#session, this.#build, also)
    const made = await text
    return made === undefined ? undefined : parseCatalog(made)
  }
}

interface Pending {
  readonly text: Promise<string | undefined>
}

/** That maps stay without their names must not cost the user anything else. */
async function begin({ shimDir, progress, interrupt }: Session, build: Build, also: readonly string[]): Promise<Pending> {
  const forgive = (error: unknown): undefined => {
    progress.note(`maps will be without their names: ${error instanceof Error ? error.message : String(error)}`)
  }
  const { go, cache, cwd, listing, flags, userOverlay, buildFlags } = build
  const listFlags = flagsForList(flags)
  try {
    const { catalog } = await startTypeinfo({
      go, cache, cwd, listing, userOverlay, also, shimDir,
      selecting: listFlags.filter(selectsFiles).map(writeFlag),
      flags: [...buildFlags, ...listFlags.map(writeFlag)],
      // Those of a dependency were compiled when it was.
      compile: (work) => (also.length === 0 ? progress.during('compiling dependencies', work) : work()),
      stop: interrupt,
    })
    return { text: catalog.catch(forgive) }
  } catch (error) {
    return { text: Promise.resolve(forgive(error)) }
  }
}

/** Packages of other modules in which an access was made: what they call the map is looked up when it is needed. */
function racyDependencies(streams: readonly DecodedStream[], { packages }: Build, origin: ProgramOrigin): string[] {
  const frames = streams.flatMap(({ races }) => races.flatMap(({ accesses }) => accesses.map((access) => userFrameOf(access, origin))))
  const paths = new Set(frames.map((frame) => packageOf(frame?.function ?? '').replaceAll('%2e', '.')))
  return packages.filter(({ importPath, standard, main }) => !standard && !main && paths.has(importPath)).map(({ importPath }) => importPath).sort()
}
