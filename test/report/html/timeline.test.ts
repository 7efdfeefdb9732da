import { describe, expect, test } from 'vitest'
import type { TimelineEvent } from '../../../src/model/observation.ts'
import { holdsOf } from '../../../src/report/html/timeline/held.ts'
import { timelineOf } from '../../../src/report/html/timeline/rows.ts'
import { describeRow, timeBefore } from '../../../src/report/html/timeline/words.ts'
import { lock } from '../../analysis/races.ts'
import { observedRace, observedReport, reloadTimeline } from '../page-report.ts'
import { encodeRace, reloadReport, run } from '../reload-report.ts'
import { render } from '../render.ts'

const [newer, older] = observedRace.accesses
const races = [newer, older] as const

function told(events?: readonly TimelineEvent[], accesses: typeof races = races): string[] {
  return timelineOf(accesses, events, run).rows.map((row) => `${timeBefore(row.before)} ${accesses[row.lane].goroutine.id} ${describeRow(row, 'c.data')}`.trim())
}

describe('a timeline', () => {
  test('has the events of both goroutines, the oldest first, and the two accesses', () => {
    expect(told(reloadTimeline)).toEqual([
      '−2.14 ms 8 locks Stats.mu',
      '−2.14 ms 8 unlocks Stats.mu',
      '−912 µs 7 locks Stats.mu',
      '−911 µs 7 unlocks Stats.mu',
      '−84.3 µs 8 read-locks Config.mu',
      '−11.8 µs 8 write of c.data',
      '−640 ns 7 read-locks Config.mu',
      '0 7 read of c.data',
    ])
    expect(told(reloadTimeline.toReversed())).toEqual(told(reloadTimeline))
  })

  test('has accesses and held locks that the events do not go back to', () => {
    expect(told(reloadTimeline.slice(-2, -1))).toEqual(['8 holds Config.mu for reading', '8 write of c.data', '−640 ns 7 read-locks Config.mu', '0 7 read of c.data'])
  })

  test('leaves out what other goroutines did', () => {
    expect(told([{ before: 5, goroutine: 99, kind: 'lock', object: '0x1', stack: [] }, ...reloadTimeline])).toEqual(told(reloadTimeline))
  })

  test('without events says what each side knows of itself, and no times', () => {
    expect(timelineOf(races, undefined, run).observed).toBe(false)
    expect(told()).toEqual(['8 is started', '7 is started', '8 read-locks Config.mu', '8 write of c.data', '7 read-locks Config.mu', '7 read of c.data'])
    expect(render('html', reloadReport)).toContain('What came before was not observed.')
    expect(told([])).toEqual(told())
  })

  test('shows nothing of an access that is not known any more but that it was there', () => {
    const forgotten = { op: 'read', goroutine: { id: 0, createdBy: [] }, stack: [], locks: [] } as const
    expect(told(undefined, [encodeRace.accesses[0], forgotten]).filter((line) => line.includes('0 '))).toEqual(['0 read of c.data'])
  })

  test('draws an arrow from the go statement to the goroutine that it started', () => {
    const arrows = (object: string) => {
      const started = [{ before: 9000, goroutine: 8, kind: 'go statement', object, stack: [] }, ...reloadTimeline] as const
      return render('html', { ...reloadReport, findings: [{ ...observedRace, timeline: started }] }).split('class="go"').length - 1
    }
    expect([arrows('7'), arrows('12')]).toEqual([1, 0])
  })

  test('of very many events draws the latest, and lists all', () => {
    const many = Array.from({ length: 100 }, (_, index): TimelineEvent => ({ before: 10_000_000 - index, goroutine: 8, kind: 'lock', object: `0x${index}`, stack: [] }))
    const page = render('html', { ...reloadReport, findings: [{ ...observedRace, timeline: [...many, ...reloadTimeline] }] })
    expect(page).toContain('84 earlier events are only in the list.')
    expect(page).toContain('108 events as a list')
    expect(page.match(/class="what"/g)).toHaveLength(24)
  })
})

describe('held locks', () => {
  const holds = (events: readonly TimelineEvent[]) => holdsOf(timelineOf([{ ...newer, locks: [] }, { ...older, locks: [] }], events, run).rows)
  const at = (before: number, kind: TimelineEvent['kind'], object: string): TimelineEvent => ({ before, goroutine: 7, kind, object, stack: [] })

  test('last from when they are taken to when they are released, or beyond what is known', () => {
    // The earlier access is row 0.
    expect(holds([at(9, 'lock', 'a'), at(8, 'unlock', 'a')])).toMatchObject([{ from: 1, to: 2, mode: 'write' }])
    expect(holds([at(8, 'read unlock', 'a')])).toMatchObject([{ from: -1, to: 1, mode: 'read' }])
    expect(holds([at(9, 'read lock', 'a')])).toMatchObject([{ from: 1, to: 3, mode: 'read' }])
  })

  test('stand beside each other when they overlap', () => {
    const columns = holds([at(9, 'lock', 'a'), at(8, 'lock', 'b'), at(7, 'unlock', 'a'), at(6, 'lock', 'c')]).map(({ from, column }) => [from, column])
    expect(columns).toEqual([[1, 0], [2, 1], [4, 0]])
  })

  test('a lock that an access held is drawn from before the first event', () => {
    const held = timelineOf([{ ...newer, locks: [lock('0x5', 'write')] }, older], reloadTimeline, run)
    expect(holdsOf(held.rows)).toContainEqual({ lane: 0, mode: 'write', from: -1, to: 9, column: 0 })
  })
})

test.each([[undefined, ''], [0, '0'], [999, '−999 ns'], [1000, '−1 µs'], [84_300, '−84.3 µs'], [2_138_500, '−2.14 ms'], [65e9, '−65 s']])('%s nanoseconds are %j', (before, text) => {
  expect(timeBefore(before)).toBe(text)
})

test('a page without sources and without observations still has its timeline', () => {
  expect(render('html', { ...observedReport, findings: [{ ...observedRace, timeline: [] }], excerpts: [] })).toContain('<svg class="timeline"')
})
