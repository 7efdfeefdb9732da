import { describe, expect, test } from 'vitest'
import type { Frame } from '../../src/model/finding.ts'
import { diskPath, displayPath, isStandard, packageOf, siteOf, userFrameOf, type ProgramOrigin } from '../../src/model/origin.ts'

const origin: ProgramOrigin = { moduleRoot: '/home/dev/shop', modulePaths: ['shop'], goroot: '/usr/local/go' }
const nothingKnown: ProgramOrigin = { moduleRoot: '', modulePaths: [], goroot: '' }

function frame(symbol: string, file = ''): Frame {
  return { function: symbol, file, line: 1 }
}

describe('the package of a symbol', () => {
  test.each([
    ['main.main', 'main'],
    ['net/http.(*conn).serve', 'net/http'],
    ['github.com/acme/lib/v2.(*T[...]).Get.func1', 'github.com/acme/lib/v2'],
    ['gopkg.in/yaml%2ev3.Unmarshal', 'gopkg.in/yaml%2ev3'],
    ['maps.Clone[go.shape.map[example.com/a/b.Key]int,go.shape.int]', 'maps'],
    ['_cgo_panic', ''],
  ])('%s is in %j', (symbol, expected) => {
    expect(packageOf(symbol)).toBe(expected)
  })
})

describe('the standard library', () => {
  test.each([
    frame('encoding/json.Marshal', '/usr/local/go/src/encoding/json/encode.go'),
    frame('vendor/golang.org/x/net/http2/hpack.Decode', '/usr/local/go/src/vendor/golang.org/x/net/http2/hpack/hpack.go'),
    frame('encoding/json.Marshal', 'encoding/json/encode.go'),
    frame('runtime.goexit', '/elsewhere/go/src/runtime/asm_amd64.s'),
  ])('$function in $file is standard', (standard) => {
    expect(isStandard(standard, origin)).toBe(true)
  })

  test.each([
    frame('main.main', '/tmp/main.go'),
    frame('command-line-arguments.TestCart', '/tmp/cart_test.go'),
    frame('shop/cart.Add', 'shop/cart/add.go'),
    frame('shop_test.TestCart', '/tmp/cart_test.go'),
    frame('cart.Add', '/home/dev/shop/cart/add.go'),
    frame('github.com/acme/lib.Dump', '/home/dev/go/pkg/mod/github.com/acme/lib@v1.2.0/dump.go'),
  ])('$function in $file is not', (own) => {
    expect(isStandard(own, origin)).toBe(false)
  })

  test('is told by package names alone when nothing else is known', () => {
    expect(isStandard(frame('net/http.Get', '/usr/local/go/src/net/http/client.go'), nothingKnown)).toBe(true)
    expect(isStandard(frame('example.com/shop.Get', '/src/shop.go'), nothingKnown)).toBe(false)
  })
})

describe('where a map was touched', () => {
  const viaJson = [frame('reflect.(*MapIter).Next'), frame('encoding/json.Marshal'), frame('main.show'), frame('main.main')]

  test('the site is the innermost frame, the user sees their own', () => {
    expect(siteOf({ stack: viaJson })?.function).toBe('reflect.(*MapIter).Next')
    expect(userFrameOf({ stack: viaJson }, origin)?.function).toBe('main.show')
  })

  test("the runtime's implementation of maps is no site", () => {
    const stack = [frame('internal/runtime/maps.(*Iter).Next'), frame('runtime.mapassign_faststr'), frame('main.put')]
    expect(siteOf({ stack })?.function).toBe('main.put')
  })

  test('a stack of the standard library alone falls back to the site', () => {
    const stack = [frame('runtime.mapaccess1'), frame('net/http.(*Server).trackConn'), frame('net/http.(*Server).Serve')]
    expect(userFrameOf({ stack }, origin)?.function).toBe('net/http.(*Server).trackConn')
  })

  test('an empty stack has neither', () => {
    expect(siteOf({ stack: [] })).toBeUndefined()
    expect(userFrameOf({ stack: [] }, origin)).toBeUndefined()
  })
})

describe('paths', () => {
  test.each([
    ['/home/dev/shop/cart/add.go', 'cart/add.go'],
    ['/home/dev/shop-two/add.go', '/home/dev/shop-two/add.go'],
    ['/usr/local/go/src/net/http/server.go', 'net/http/server.go'],
    ['/home/dev/go/pkg/mod/github.com/acme/lib@v1.2.0/dump.go', 'github.com/acme/lib@v1.2.0/dump.go'],
    ['shop/cart/add.go', 'cart/add.go'],
  ])('%s is shown as %s', (file, expected) => {
    expect(displayPath(file, origin)).toBe(expected)
  })

  test('a file named by its import path (-trimpath) is found in the module', () => {
    expect(diskPath('shop/cart/add.go', origin)).toBe('/home/dev/shop/cart/add.go')
    expect(diskPath('/abs/add.go', origin)).toBe('/abs/add.go')
    expect(diskPath('github.com/acme/lib@v1.2.0/dump.go', origin)).toBeUndefined()
    expect(diskPath('shop/cart/add.go', { ...origin, modulePaths: ['shop', 'billing'] })).toBeUndefined()
  })
})
