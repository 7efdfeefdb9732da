import { describe, expect, test } from 'vitest'
import { buildFlags, conflictingSanitizer, goflagsValue } from '../../src/toolchain/build-flags.ts'
import { parseGoflags, type GoFlag } from '../../src/toolchain/go-arguments.ts'
import { matchesPackage } from '../../src/toolchain/package-pattern.ts'
import type { GoPackage } from '../../src/toolchain/packages.ts'
import { splitQuoted } from '../../src/toolchain/quoted.ts'

const cwd = '/home/ada/shop'
const cart: GoPackage = {
  importPath: 'example.com/shop/cart',
  dir: '/home/ada/shop/cart',
  name: 'cart',
  standard: false,
  main: true,
  modulePath: 'example.com/shop',
  named: true,
  goFiles: [],
  testFileCount: 0,
  embedded: [],
  imports: [],
  broken: false,
}
const poll: GoPackage = { ...cart, importPath: 'internal/poll', dir: '/go/src/internal/poll', standard: true, main: false, modulePath: '', named: false }

function flags(goflags: string, commandLine: readonly string[], realAtomics: readonly GoPackage[]): string[] {
  const parse = (list: readonly string[]): GoFlag[] => parseGoflags(list)
  return buildFlags({ overlay: '/c/overlay.json', goflags: parse(splitQuoted(goflags)), commandLine: parse(commandLine), realAtomics, cwd })
}

describe('the flags of an instrumented build', () => {
  test('without flags of the user', () => {
    expect(flags('', [], [poll])).toEqual(['-overlay=/c/overlay.json', '-gcflags=internal/poll=-d=ssa/intrinsics/off'])
  })

  test('repeat what the user says about the package, and come last', () => {
    expect(flags('', ['-gcflags=-N -l'], [cart, poll])).toEqual([
      '-overlay=/c/overlay.json',
      '-gcflags=-N -l',
      '-gcflags=example.com/shop/cart=-N -l -d=ssa/intrinsics/off',
      '-gcflags=internal/poll=-d=ssa/intrinsics/off',
    ])
  })

  test('the last pattern that matches wins, and GOFLAGS come before the command line', () => {
    const ofCart = (goflags: string, ...commandLine: string[]): string | undefined => flags(goflags, commandLine, [cart]).at(-1)
    expect(ofCart('-gcflags=all=-N', '-gcflags=./cart=-l')).toBe('-gcflags=example.com/shop/cart=-l -d=ssa/intrinsics/off')
    expect(ofCart('-gcflags=./...=-l', '-gcflags=all=-N')).toBe('-gcflags=example.com/shop/cart=-N -d=ssa/intrinsics/off')
    expect(ofCart('-gcflags=std=-N')).toBe('-gcflags=example.com/shop/cart=-d=ssa/intrinsics/off')
    expect(ofCart('-gcflags=-N', '-gcflags=')).toBe('-gcflags=example.com/shop/cart=-d=ssa/intrinsics/off')
  })

  test('as one value of GOFLAGS', () => {
    const goflags = parseGoflags(splitQuoted(`-tags=a "-gcflags=all=-N -d='x y'" -overlay=mine.json`))
    const value = goflagsValue({ overlay: '/with space/overlay.json', goflags, realAtomics: [poll], cwd })
    expect(splitQuoted(value)).toEqual([
      '-tags=a',
      `-gcflags=all=-N -d='x y'`,
      '-overlay=/with space/overlay.json',
      `-gcflags=internal/poll=-N -d='x y' -d=ssa/intrinsics/off`,
    ])
  })
})

describe('patterns of -gcflags', () => {
  test.each([
    ['all', true],
    ['std', false],
    ['work', true],
    ['./...', true],
    ['./cart', true],
    ['./cart/', true],
    ['./cart/...', true],
    ['./order/...', false],
    ['../...', true],
    ['example.com/...', true],
    ['example.com/shop/cart/...', true],
    ['example.com/shop/c...', true],
    ['example.com/shop', false],
    ['exampleXcom/...', false],
  ])('%s', (pattern, matches) => {
    expect(matchesPackage(pattern, cart, cwd)).toBe(matches)
  })
})

describe('other sanitizers', () => {
  test.each([
    [['-race'], 'race'],
    [['-race=true'], 'race'],
    [['-msan', '-v'], 'msan'],
    [['-asan=1'], 'asan'],
    [['-race', '-race=false'], undefined],
    [['-v'], undefined],
  ])('%j', (list, expected) => {
    expect(conflictingSanitizer(parseGoflags(list))).toBe(expected)
  })
})
