import { expect, test } from 'vitest'
import { CatalogIndex } from '../../src/analysis/catalog-index.ts'
import { nameTimeline } from '../../src/analysis/timeline-names.ts'
import type { Access } from '../../src/model/finding.ts'
import type { TimelineEvent } from '../../src/model/observation.ts'
import { reloadCatalog } from '../report/reload-catalog.ts'
import { encodeRace, run } from '../report/reload-report.ts'
import { lock } from './races.ts'

const index = new CatalogIndex(reloadCatalog)
const [access] = encodeRace.accesses

function event(kind: TimelineEvent['kind'], object: string, line = 99): TimelineEvent {
  const stack = [{ function: 'example.com/server/config.(*Config).Get', file: '/home/dev/server/config/config.go', line }]
  return { before: 0, goroutine: 7, kind, object, stack }
}

function names(events: readonly TimelineEvent[], locks: Access['locks'] = []): readonly (string | undefined)[] {
  return nameTimeline(events, [{ ...access, locks }], index, run).map(({ name }) => name)
}

test('a lock has the name that it has where it is taken, and so has its unlock', () => {
  expect(names([event('unlock', '0x2'), event('read lock', '0x1', 15), event('read unlock', '0x1')])).toEqual([undefined, 'Config.mu', 'Config.mu'])
})

test('a line that takes no such lock gives no name', () => {
  expect(names([event('lock', '0x1', 15), event('read lock', '0x1', 16), event('access', '0x1', 15)])).toEqual([undefined, undefined, undefined])
})

test('the locks that the accesses held are known by their addresses', () => {
  expect(names([event('unlock', '0x1'), event('lock', '0x1')], [{ ...lock('0x1', 'write'), name: 'Stats.mu' }])).toEqual(['Stats.mu', 'Stats.mu'])
})

test('an address that was two locks names neither', () => {
  expect(names([event('read lock', '0x1', 15), event('read unlock', '0x1')], [{ ...lock('0x1', 'write'), name: 'Stats.mu' }])).toEqual(['Config.mu', undefined])
})

test('a goroutine that is started has no name of a lock', () => {
  expect(names([event('read lock', '7', 15), event('go statement', '7')])).toEqual(['Config.mu', undefined])
})
