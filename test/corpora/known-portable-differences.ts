/** Tests of the standard library, by package, that fail when the library has the hooks of `mapsan instrument`. */
export const knownPortableDifferences: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  'go/build': { TestDependencies: 'has a list of all that a package of the library may import' },
}
