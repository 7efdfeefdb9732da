import { expect, test } from 'vitest'
import { goroutinesOf } from '../../../src/report/html/ownership/goroutines.ts'
import { share } from '../../../src/report/html/guard.ts'
import { observedReport, sharedMaps } from '../page-report.ts'
import { render } from '../render.ts'

const page = render('html', observedReport)

function rowOf(name: string): string {
  const body = page.split('<tbody data-item>').slice(1).find((one) => one.includes(`<code>${name}</code>`)) ?? ''
  return body.replaceAll(/<[^>]*>/g, ' ').replaceAll(/\s+/g, ' ')
}

test('a row says whose the map is, who uses it, what orders them, what guards it', () => {
  const row = rowOf('c.data')
  expect(row).toContain('field data of *Config map[string]int')
  expect(row).toContain('the main goroutine first used at config/config.go:12')
  expect(row).toContain('12 at 1 place 1 at 1 place 3 2 by nothing: they race 1 by a go statement')
  expect(row).toContain('Config.mu 99.9 % of accesses 4,312')
})

test('its details have each place with its locks, and each hand-over with what ordered it', () => {
  const row = rowOf('s.byUser')
  expect(row).toContain('write at session/session.go:44 by 64 or more goroutines started at net/http/server.go:3493 by (*Server).Serve, holding Store.mu for writing: 91,204 accesses')
  expect(row).toContain('a lock at session/session.go:52 : from write at session/session.go:44 (the goroutine started at net/http/server.go:3493 by (*Server).Serve) to read at session/session.go:44')
})

test('maps that no line of the module uses come last, and are found', () => {
  const [first, ...others] = sharedMaps
  if (!first) throw new Error('there is no shared map')
  const foreign = { ...first, expression: 'dict.m', first: { ...first.first, stack: [] }, uses: [], handOvers: [] }
  const names = Array.from(render('html', { ...observedReport, sharedMaps: [foreign, ...others] }).matchAll(/<th scope="row"><code>([^<]*)/g), ([, name]) => name)
  expect(names.at(-1)).toBe('dict.m')
})

test('maps of one kind are one row', () => {
  expect(rowOf('map[string][]string')).toContain('40 maps')
  expect(rowOf('map[string][]string')).toContain('none')
})

test('goroutines that use a map at several places count once', () => {
  const [sessions] = sharedMaps
  expect(goroutinesOf(sessions?.uses ?? [])).toBe(65)
})

test.each([[4310, 4312, '99.9 %'], [999_999, 1_000_000, '99.9 %'], [5, 5, '100 %'], [0, 0, '0 %'], [1, 3, '33.3 %']])('%d of %d is %s', (held, of, text) => {
  expect(share({ held, of })).toBe(text)
})
