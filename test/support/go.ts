import { execa } from 'execa'

/** The Go toolchains on which everything is tested: one of each release that MapSan hooks. */
export const goVersions = ['go1.24.11', 'go1.25.5', 'go1.26.8', 'go1.27.3'] as const
export type GoVersion = (typeof goVersions)[number]

/** Those on which sources with the hooks of `mapsan instrument` are compiled: from the oldest that they are for. */
export const portableGoVersions = ['go1.21.13', ...goVersions] as const

/** Chooses the toolchain, whatever the `go` line of the module says; Go fetches one that the machine lacks. */
export function goEnvironment(version: (typeof portableGoVersions)[number]): Record<string, string> {
  const inherited = Object.entries(process.env).filter((entry): entry is [string, string] => entry[1] !== undefined)
  return { ...Object.fromEntries(inherited), GOTOOLCHAIN: version, GOFLAGS: '-buildvcs=false' }
}

/**
 * For what only builds: a compiler's garbage takes a sixth to a quarter of its time to collect (of 2.8 s for shim/engine with
 * its tests 2.2 are left), and 200 MB not to.
 */
export const forBuilds = { GOGC: 'off', GOMEMLIMIT: '1GiB' } as const

/** Where the sources of this Go lie. */
export async function goroot(version: GoVersion): Promise<string> {
  const { stdout } = await execa('go', ['env', 'GOROOT', 'GOVERSION'], { env: goEnvironment(version) })
  const [root = '', actual] = stdout.split('\n')
  if (actual !== version) throw new Error(`GOTOOLCHAIN=${version} gave ${actual}`)
  return root
}
