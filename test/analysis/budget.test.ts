import { describe, expect, test } from 'vitest'
import { groupRaces } from '../../src/analysis/findings.ts'
import type { OverheadBudget } from '../../src/model/stream.ts'
import { decodeEvents } from '../../src/run/decode.ts'
import { headerMaxOverheadAt } from '../../src/run/protocol.ts'
import { encodeEvents, exitedHeader } from '../run/encode-events.ts'

const kept: OverheadBudget = { limit: 200, maps: 31, synchronisation: 151, skipped: 1200, sampling: 'by site', rested: 0 }

function warningsWith(budget: OverheadBudget): readonly string[] {
  const stream = decodeEvents(encodeEvents({ header: { ...exitedHeader, budget } }))
  expect(stream.header.budget).toEqual(budget)
  return groupRaces([stream], { goroot: '', moduleRoot: '', modulePaths: [] }).warnings
}

describe('the report says what became of max_overhead', () => {
  test('when all accesses were tracked: nothing', () => {
    expect(warningsWith({ ...kept, skipped: 0, sampling: 'none' })).toEqual([])
  })

  test('when accesses were skipped', () => {
    expect(warningsWith(kept)).toEqual([
      'Races may have been missed: 1200 map accesses were skipped at busy places to keep max_overhead=20%; process 4711 measured 18.2%, of which synchronisation 15.1%.',
    ])
    expect(warningsWith({ ...kept, skipped: 1, sampling: 'by time' })).toEqual([
      expect.stringContaining('1 map access was skipped at busy places and for some of the time'),
    ])
  })

  test('when nothing was tracked for some of the time', () => {
    expect(warningsWith({ ...kept, sampling: 'by rest', rested: 504 })).toEqual([
      'Races may have been missed: for 50.4% of the time nothing was tracked and 1200 map accesses were skipped to keep max_overhead=20%; process 4711 measured 18.2%, of which synchronisation 15.1%.',
    ])
    expect(warningsWith({ ...kept, skipped: 0, sampling: 'by rest', rested: 504 })).toEqual([
      expect.stringContaining('missed: for 50.4% of the time nothing was tracked to keep max_overhead=20%'),
    ])
  })

  test('when it was not kept', () => {
    expect(warningsWith({ ...kept, synchronisation: 420, sampling: 'by time' })).toEqual([
      expect.stringContaining('Races may have been missed'),
      'max_overhead=20% was exceeded: process 4711 measured 45.1%, of which synchronisation 42.0%.',
    ])
  })
})

test('a stream of before the setting existed has no budget', () => {
  const bytes = encodeEvents({})
  expect(bytes.readBigUInt64LE(headerMaxOverheadAt)).toBe(0n)
  expect(decodeEvents(bytes).header).toEqual(exitedHeader)
})
