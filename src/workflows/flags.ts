import { delimiter, dirname } from 'node:path'
import { goflagsValue } from '../toolchain/build-flags.ts'
import { instrument } from './instrument.ts'
import type { Session } from './session.ts'

export interface FlagsOptions {
  /** The packages that are going to be built; those of the current module by default. */
  readonly patterns: readonly string[]
}

/** The environment in which every go command builds with the map sanitizer. */
export interface FlagsOutcome {
  readonly GOFLAGS: string
  /** Set when Go has to be called from MapSan's clone of it. */
  readonly clone?: { readonly PATH: string; readonly GOTOOLCHAIN: string }
}

/** One value for GOFLAGS that merges what GOFLAGS says already. */
export async function flags(session: Session, { patterns }: FlagsOptions): Promise<FlagsOutcome> {
  const { go, overlay, realAtomics, cwd } = await instrument(session, {
    cwd: session.cwd,
    patterns: patterns.length === 0 ? ['./...'] : patterns,
    flags: [],
    tests: true,
  })
  const GOFLAGS = goflagsValue({ overlay: overlay.path, goflags: go.goflagList, realAtomics, cwd })
  if (go.goBinary === 'go') return { GOFLAGS }
  const PATH = [dirname(go.goBinary), session.env['PATH']].filter(Boolean).join(delimiter)
  return { GOFLAGS, clone: { PATH, GOTOOLCHAIN: 'local' } }
}
