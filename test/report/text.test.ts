import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { grouped, plural, printable, shorten, widthOf, wrap } from '../../src/report/text.ts'

const anyText = fc.string({ unit: 'binary', maxLength: 80 })

describe('text for a terminal', () => {
  test('printable leaves ordinary text of any language alone', () => {
    expect(printable('/home/jörg/数据/карта.go')).toBe('/home/jörg/数据/карта.go')
  })

  test('printable shows what could act on the terminal', () => {
    expect(printable('a\u001b[31m\tb\u202e\ud800')).toBe('a\\x1b[31m\\x09b\\u{202e}\\u{d800}')
    fc.assert(
      fc.property(anyText, (text) => {
        expect(printable(text)).not.toMatch(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u)
      }),
    )
  })

  test('printable shows a single control among ordinary characters, and changes no other', () => {
    for (let code = 0; code < 128; code++) {
      const text = `a${String.fromCharCode(code)}b`
      expect(printable(text)).toBe(code < 32 || code === 127 ? `a\\x${code.toString(16).padStart(2, '0')}b` : text)
    }
  })

  test('shorten keeps both ends and the width', () => {
    expect(shorten('main.(*Cache[int]).Get', 11)).toBe('main.…).Get')
    fc.assert(
      fc.property(anyText, fc.integer({ min: 1, max: 40 }), (text, width) => {
        expect(widthOf(shorten(text, width))).toBeLessThanOrEqual(width)
      }),
    )
  })

  test('wrap keeps every character and the width', () => {
    expect(wrap('a map is written', 8)).toEqual(['a map is', 'written'])
    expect(wrap('abcdefgh', 3)).toEqual(['abc', 'def', 'gh'])
    fc.assert(
      fc.property(fc.lorem({ maxCount: 30 }), fc.integer({ min: 1, max: 40 }), (text, width) => {
        const lines = wrap(text, width)
        expect(lines.join('').replaceAll(' ', '')).toBe(text.replaceAll(' ', ''))
        for (const line of lines) expect(widthOf(line)).toBeLessThanOrEqual(width)
      }),
    )
  })

  test('numbers are grouped the same everywhere', () => {
    expect([0, 999, 4310, 1234567].map(grouped)).toEqual(['0', '999', '4,310', '1,234,567'])
    expect(plural(1, 'process', 'processes')).toBe('1 process')
    expect(plural(2, 'race')).toBe('2 races')
  })
})
