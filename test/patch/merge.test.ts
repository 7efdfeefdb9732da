import { describe, expect, test } from 'vitest'
import { mergeEdits } from '../../src/patch/merge.ts'
import { loadGoSyntax } from '../../src/syntax/go.ts'

const syntax = await loadGoSyntax()

const original = `package shop

func (s *shop) sell(name string) {
	s.stock[name]--  // one less
	total := s.prices[name]
	s.log[key()] = total
	defer delete(s.open, name)
	s.Lock()
	defer (&s.RWMutex).Unlock()
	s.inner.lock().Lock()
	s.stock[name], err = count(s.open)
	go clear(s.open)
}
`
const instrumented = `package shop

func (s *shop) sell(name string) {
	mapsan_Write(s.stock)[name]-- // one less
	total := mapsan_Read(s.prices)[name]
	s.log[mapsan_AfterWrite(key(), s.log)] = total
	defer mapsan_DeferredDelete(s.open, name)
	mapsan_RWLockingOf2(&s.base.RWMutex, 12).Lock()
	defer (mapsan_RWUnlockingAt(&s.RWMutex)).Unlock()
	mapsan_LockingAt(s.inner.lock(), 3).Lock()
	s.stock[name], err = mapsan_AfterWrite(mapsan_Two(count(mapsan_Read(s.open))), s.stock).Both()
	go mapsan_DeferredClear(s.open)
}
`

function merged(edited: string): string {
  const result = mergeEdits(syntax, original, instrumented, edited)
  return result.kind === 'merged' ? result.text : `unclear at line ${result.line}`
}

describe('hooks are taken out of a file that was edited', () => {
  test('what was not edited is as it was, byte for byte', () => {
    expect(merged(instrumented)).toBe(original)
  })

  test('what is there already is left alone', () => {
    expect(merged(original)).toBe(original)
  })

  test('lines that were added stay', () => {
    expect(merged(instrumented.replace('\ttotal :=', '\t// the price\n\ttotal :='))).toBe(original.replace('\ttotal :=', '\t// the price\n\ttotal :='))
  })

  test('a line that was edited loses its hook and keeps the edit', () => {
    expect(merged(instrumented.replace('mapsan_Read(s.prices)[name]', 'mapsan_Read(s.prices)[name] * 2'))).toBe(original.replace('s.prices[name]', 's.prices[name] * 2'))
    expect(merged(instrumented.replace('key()', 'key(name, 1)'))).toBe(original.replace('key()', 'key(name, 1)'))
    expect(merged(instrumented.replace('(s.open, name)', '(s.open, name+"!")'))).toBe(original.replace('(s.open, name)', '(s.open, name+"!")'))
  })

  test('a line with a lock that was edited loses its hook, and what was written out for it', () => {
    const edited = instrumented.replace('12).Lock()', '12).RLock()').replace('.Unlock()', '.RUnlock()').replace(', 3).Lock()', ', 3).TryLock()').replace('count(', 'countAll(').replace('go mapsan', 'defer mapsan')
    expect(merged(edited)).toBe(original.replace('s.Lock()', 's.RLock()').replace('.Unlock()', '.RUnlock()').replace('lock().Lock()', 'lock().TryLock()').replace('count(', 'countAll(').replace('go clear', 'defer clear'))
  })

  test('a lock in a hook that was edited is not guessed at', () => {
    expect(merged(instrumented.replace('Of2(&s.base.RWMutex', 'Of2(s.lock()'))).toMatch(/^unclear/)
    expect(merged(instrumented.replace('.Both()', '.Neither()'))).toMatch(/^unclear/)
  })

  test('a block that was moved to the right stays there', () => {
    const moved = (text: string): string => text.replace(/^\t(total.*)$/m, '\tif s.open != nil {\n\t\t$1\n\t}')
    expect(merged(moved(instrumented))).toBe(moved(original))
  })

  test('what was copied loses its hook as well', () => {
    const copied = instrumented.replace('\ttotal :=', '\tother := mapsan_Read(s.costs)[name]\n\ttotal :=')
    expect(merged(copied)).toBe(original.replace('\ttotal :=', '\tother := s.costs[name]\n\ttotal :='))
  })

  test('without a newline at the end, and with CRLF', () => {
    const dos = (text: string): string => text.replaceAll('\n', '\r\n').trimEnd()
    const result = mergeEdits(syntax, dos(original), dos(instrumented), dos(instrumented.replace('package shop\n', 'package shop // x\n')))
    expect(result).toEqual({ kind: 'merged', text: dos(original.replace('package shop\n', 'package shop // x\n')) })
  })

  test.each([
    ['a hook without its parenthesis', (text: string) => text.replace('mapsan_Read(s.prices)', 'mapsan_Read(s.prices'), 5],
    ['a hook that is used as a value', (text: string) => text.replace('mapsan_Read(s.prices)[name]', 'mapsan_Read'), 5],
    ['a hook with more in it than it had', (text: string) => text.replace('mapsan_Read(s.prices)', 'mapsan_Read(s.prices, name)'), 5],
    ['a hook that was broken over lines', (text: string) => text.replace('mapsan_Read(s.prices)', 'mapsan_Read(\n\t\ts.prices,\n\t)'), 5],
  ])('%s is not guessed at', (_, edit, line) => {
    expect(merged(edit(instrumented))).toMatch(new RegExp(`^unclear at line ${line}`))
  })
})
