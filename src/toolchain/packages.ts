import { join } from 'node:path'
import { writeFlag, type GoFlag } from './go-arguments.ts'
import type { GoInstallation } from './go.ts'
import { goList, isTestMain, type ListedPackage } from './go-list.ts'

/** A package of the build, its test variants folded into it. */
export interface GoPackage {
  readonly importPath: string
  readonly dir: string
  /** The name in the `package` clause; empty when the package cannot be loaded. */
  readonly name: string
  readonly standard: boolean
  /** It lies in the main module, or in one of the modules of the workspace. */
  readonly main: boolean
  /** Empty for the standard library. */
  readonly modulePath: string
  /** It was asked for, and is not only a dependency. */
  readonly named: boolean
  /** Absolute paths; with the test files when tests were asked for. */
  readonly goFiles: readonly string[]
  readonly testFileCount: number
  /** Absolute paths of the files that it embeds, or its tests do. */
  readonly embedded: readonly string[]
  readonly imports: readonly string[]
  /** Go could not load it. */
  readonly broken: boolean
}

export interface Listing {
  readonly packages: readonly GoPackage[]
  /** What go list printed. */
  readonly text: string
}

export interface ListRequest {
  readonly go: GoInstallation
  readonly cwd: string
  readonly patterns: readonly string[]
  /** The user's flags; those that decide which files and packages are built are passed on. */
  readonly flags: readonly GoFlag[]
  readonly tests: boolean
  /** Takes what Go itself printed when it could not even list the packages. */
  readonly relay: (text: string) => void
}

/** Whether a flag decides which files and packages are built. */
export function selectsFiles({ name }: GoFlag): boolean {
  return selectingFlags.has(name)
}

const selectingFlags: ReadonlySet<string> = new Set(['race', 'tags', 'mod', 'modfile', 'modcacherw', 'overlay', 'compiler', 'buildmode'])

/** The named packages and all that they depend on. Packages that Go cannot load are listed too, as `broken`. */
export async function listPackages({ go, cwd, patterns, flags, tests, relay }: ListRequest): Promise<Listing> {
  const selecting = flags.filter(selectsFiles).map(writeFlag)
  const listed = await goList({ go, cwd, patterns, flags: [...(tests ? ['-test'] : []), ...selecting], relay })
  return { packages: foldVariants(listed.packages), text: listed.text }
}

/**
 * With -test, go list names a package several times: `p`, `p [p.test]`, `p_test [p.test]`, and the generated main
 * package `p.test`. The compiler's flags are chosen by `p` for all of them (cmd/go/internal/load.TestPackagesFor).
 */
function foldVariants(listed: readonly ListedPackage[]): GoPackage[] {
  const packages = new Map<string, GoPackage>()
  for (const entry of listed) {
    if (isTestMain(entry)) continue
    const importPath = basePath(entry)
    const before = packages.get(importPath)
    const files = [...entry.GoFiles, ...entry.CgoFiles].map((file) => join(entry.Dir, file))
    packages.set(importPath, {
      importPath,
      dir: entry.Dir,
      name: before?.name ?? entry.Name,
      standard: before?.standard ?? entry.Standard,
      main: entry.Module?.Main ?? false,
      modulePath: entry.Module?.Path ?? '',
      named: (before?.named ?? false) || (!entry.DepOnly && entry.ForTest === ''),
      goFiles: union(before?.goFiles, files),
      testFileCount: (before?.testFileCount ?? 0) + (entry.ForTest === '' ? entry.TestGoFiles.length + entry.XTestGoFiles.length : 0),
      embedded: union(before?.embedded, [...entry.EmbedFiles, ...entry.TestEmbedFiles, ...entry.XTestEmbedFiles].map((file) => join(entry.Dir, file))),
      imports: union(before?.imports, entry.Imports.map(withoutVariant)),
      broken: (before?.broken ?? false) || entry.Error !== undefined,
    })
  }
  return [...packages.values()]
}

function basePath({ ImportPath, ForTest }: ListedPackage): string {
  const path = withoutVariant(ImportPath)
  return ForTest !== '' && path === `${ForTest}_test` ? ForTest : path
}

function withoutVariant(importPath: string): string {
  return importPath.replace(/ \[.*\]$/, '')
}

function union(before: readonly string[] = [], more: readonly string[]): string[] {
  return [...new Set([...before, ...more])]
}

/** Whether a file more would be embedded, for all that is known: all sources of the package are, as by `//go:embed *.go`. */
export function embedSources(packages: readonly GoPackage[], { goFiles }: GoPackage): boolean {
  const embedded = new Set(packages.flatMap((one) => one.embedded))
  return goFiles.length > 0 && goFiles.every((file) => embedded.has(file))
}
