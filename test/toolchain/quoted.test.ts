import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { joinQuoted, splitQuoted } from '../../src/toolchain/quoted.ts'

describe('lists of Go flags', () => {
  test.each([
    ['', []],
    ['  -a \t-b\n', ['-a', '-b']],
    [`'-gcflags=all=-N -l' -v`, ['-gcflags=all=-N -l', '-v']],
    [`"-ldflags=-X 'main.version=a b'"`, [`-ldflags=-X 'main.version=a b'`]],
    // Quotes count only at the beginning of a field.
    [`-ldflags='-s -w'`, [`-ldflags='-s`, `-w'`]],
  ])('split %j', (list, fields) => {
    expect(splitQuoted(list)).toEqual(fields)
  })

  test('an unterminated quote is an error that shows the list', () => {
    expect(() => splitQuoted(`-v '-tags=a b`)).toThrow(/unterminated ' .*-tags=a b/)
  })

  test('a field with both quotes cannot be written', () => {
    expect(() => joinQuoted([`-X 'a "b"'`])).toThrow(/both kinds of quotes/)
  })

  test('splitting undoes joining', () => {
    const field = fc.string().filter((text) => !(text.includes("'") && text.includes('"')))
    fc.assert(
      fc.property(fc.array(field), (fields) => {
        expect(splitQuoted(joinQuoted(fields))).toEqual(fields)
      }),
    )
  })
})
