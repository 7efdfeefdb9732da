import { describe, expect, test } from 'vitest'
import { ruleIds } from '../../src/model/rule.ts'
import { findIgnoreComments } from '../../src/suppression/comments.ts'

const find = (source: string) => findIgnoreComments(source, '/shop/cart.go', 'cart.go')
const line = (source: string) => find(source).then(({ ignores: [ignore] }) => ignore?.target)

describe('a comment that ignores', () => {
  test('at the end of a line is about that line', async () => {
    expect(await find('package cart\n\nfunc f() {\n\tm[1] = 2 // mapsan:ignore map-race  only one writer, by protocol \n}\n')).toEqual({
      ignores: [{
        kind: 'comment', rule: 'map-race', reason: 'only one writer, by protocol', file: '/shop/cart.go', line: 4, target: { kind: 'line', line: 4 },
      }],
      mistakes: [],
    })
  })

  test('on a line of its own is about the next line with code', async () => {
    expect(await line('package cart\n\nfunc f() {\n\t//mapsan:ignore map-race x\n\t// more\n\n\tm[1] = 2\n}\n')).toEqual({ kind: 'line', line: 7 })
    expect(await line('package cart\n// mapsan:ignore map-race at the end\n')).toEqual({ kind: 'line', line: 2 })
  })

  test.each([
    ['in a file with CRLF', 'package cart\r\nfunc f() {\r\n\t// mapsan:ignore map-race x\r\n\tm[1] = 2\r\n}\r\n', 4],
    ['behind characters outside of ASCII', 'package cart\nfunc f() { m["ü😀"] = 2 // mapsan:ignore map-race x\n}\n', 2],
    ['behind bytes that are no UTF-8', `package cart\n// ${Buffer.from([0xff, 0xfe, 0x80]).toString('utf8')}\nfunc f() { m[1] = 2 // mapsan:ignore map-race x\n}\n`, 3],
    ['in a file that does not compile', 'package cart\nfunc f() {\n\tm[1 = 2 // mapsan:ignore map-race x\n', 3],
  ])('%s', async (_title, source, expected) => {
    expect(await line(source)).toEqual({ kind: 'line', line: expected })
  })

  test.each([
    ['// mapsan:ignore', 'cart.go:2: mapsan:ignore names no rule, so it ignores nothing. Write // mapsan:ignore <rule> <reason>.'],
    ['// mapsan:ignore race x', `cart.go:2: mapsan:ignore names an unknown rule "race" (known: ${ruleIds.join(', ')}, and those of \`mapsan lint\`, such as MAP-001), so it ignores nothing. Write // mapsan:ignore <rule> <reason>.`],
    ['// mapsan:ignore map-race', 'cart.go:2: mapsan:ignore map-race gives no reason, so it ignores nothing. Write // mapsan:ignore <rule> <reason>.'],
  ])('%s is a mistake', async (comment, mistake) => {
    expect(await find(`package cart\n${comment}\n`)).toEqual({ ignores: [], mistakes: [mistake] })
  })

  test.each(['const s = "// mapsan:ignore map-race x"', 'const s = `\n// mapsan:ignore map-race x\n`', '// see mapsan:ignore map-race', '// mapsan:ignored'])(
    '%j is none',
    async (source) => {
      expect(await find(`package cart\n\n${source}\n`)).toEqual({ ignores: [], mistakes: [] })
    },
  )
})
