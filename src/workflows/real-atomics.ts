import type { GoPackage } from '../toolchain/packages.ts'

/**
 * These packages are synchronisation, or stand below it: their atomics are hooked by hand or must stay instructions
 * (without its intrinsics, package runtime does not even link). The source of entropy reads millions of words atomically,
 * to measure time: each would become an object of synchronisation.
 */
const untouched = /^(runtime|internal\/runtime|internal\/race|sync|internal\/sync|crypto\/internal\/entropy)(\/|$)/

/** Has the call by which an instrumented program finds out whether it was compiled as MapSan asked. */
const probed = 'errors'

/**
 * The packages whose calls such as `atomic.AddInt64(&x, 1)` have to become real ones, so that the hooked sync/atomic
 * sees them: those that contain such calls, and those into which the compiler may copy them by inlining a function or
 * instantiating a generic one, which is every package that imports one of the former, however indirectly.
 *
 * Packages of the standard library do not spread: there, no function with such a call is both within reach and inlined
 * (as `-gcflags=-m` says for go1.24-1.27; testing.Coverage of go1.24 counts, and orders nothing).
 */
export async function packagesWithRealAtomics(
  packages: readonly GoPackage[],
  hasRawAtomics: (files: readonly string[]) => Promise<boolean>,
): Promise<readonly GoPackage[]> {
  const candidates = packages.filter(({ importPath, imports }) => !untouched.test(importPath) && imports.includes('sync/atomic'))
  const found = new Set<string>([probed])
  for (const candidate of candidates) {
    if (await hasRawAtomics(candidate.goFiles)) found.add(candidate.importPath)
  }
  const spreading = new Set(packages.filter(({ standard }) => !standard).map(({ importPath }) => importPath).filter((path) => found.has(path)))
  // go list names dependencies first; a cycle through test files takes another round.
  for (let size = -1; size !== spreading.size; ) {
    size = spreading.size
    for (const { importPath, standard, imports } of packages) {
      if (!standard && imports.some((path) => spreading.has(path))) spreading.add(importPath)
    }
  }
  return packages.filter(({ importPath }) => !untouched.test(importPath) && (found.has(importPath) || spreading.has(importPath)))
}
