const ofHook = 'expects stacks in which nothing stands between a function and the lock that it takes'

/** Tests of the standard library, by package, that fail when the library has the hooks of `mapsan instrument`. */
export const knownPortableDifferences: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  'go/build': { TestDependencies: 'has a list of all that a package of the library may import' },
  'net/http': { TestOmitHTTP2Vet: 'compiles with a build tag under which a field whose lock has a hook is a pointer' },
  'runtime/pprof': { TestBlockMutexProfileInlineExpansion: ofHook, TestBlockProfile: ofHook, TestMutexProfile: ofHook },
  syscall: { TestUnshareMountNameSpaceChroot: 'reads all output of a process in another root, which says that it cannot record its events there' },
}
