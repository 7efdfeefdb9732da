/** Tests of the standard library, by package, that fail when the library has the hooks of `mapsan instrument`. */
export const knownPortableDifferences: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  'net/http': { TestOmitHTTP2Vet: 'compiles with a build tag under which a field whose lock has a hook is a pointer' },
  'go/build': { TestDependencies: 'has a list of all that a package of the library may import' },
}
