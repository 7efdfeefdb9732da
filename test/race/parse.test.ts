import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { mapOperation } from '../../src/run/race-log/map-operation.ts'
import { parseRaceLog, type LoggedRace } from '../../src/run/race-log/parse.ts'
import { recordedLog, recordedLogs } from './recorded-logs.ts'

const bar = '='.repeat(18)
const clean = recordedLog('go1.26.8-all.log')

/** Each race of a log in one line: what the two sides do, and where; then who created their goroutines. */
function summary(races: readonly LoggedRace[]): readonly string[] {
  return races.map(({ accesses, createdBy }) => {
    const sides = accesses.map(({ write, goroutine, stack }) => {
      const op = mapOperation(stack[0])
      const own = stack.find(({ file }) => file.startsWith('/srv/shop/'))
      const creator = goroutine === 1 ? 'main' : createdBy.get(goroutine)?.[0]?.function
      return `${op === undefined ? (write ? 'write' : 'read') : `map ${op}`} ${own?.function}:${own?.line} [${creator}]`
    })
    return sides.join(' | ')
  })
}

describe('a log that was recorded', () => {
  test.each(recordedLogs.map(({ name, text }) => [name, text] as const))('%s', async (name, text) => {
    const { races, torn, others, counted } = parseRaceLog(text)
    expect(races.length).toBe(text.split('WARNING: DATA RACE').length - 1)
    expect(counted).toBe(/^Found/m.test(text) ? races.length : undefined)
    expect({ torn, others }).toEqual({ torn: [], others: [] })
    expect(races.every(({ whole }) => whole)).toBe(true)
    await expect(`${summary(races).join('\n')}\n`).toMatchFileSnapshot(`logs/${name.replace(/log$/, 'races')}`)
  })

  const sides = (version: string): readonly string[] => summary(parseRaceLog(recordedLog(`${version}-all.log`)).races)

  test.each(['go1.24.11', 'go1.25.5'])('says the same of the same program on %s as on go1.26.8', (version) => {
    expect(sides(version)).toEqual(sides('go1.26.8'))
  })

  test('tells the same races to be on maps on go1.27.3 as on go1.26.8', () => {
    const onMaps = (version: string): readonly boolean[] => sides(version).map((line) => line.includes('map '))
    expect(onMaps('go1.27.3')).toEqual(onMaps('go1.26.8'))
    expect(onMaps('go1.27.3').filter(Boolean)).toHaveLength(14)
  })
})

describe('damage', () => {
  const offsets = parseRaceLog(clean).races.map(({ offset }) => offset)
  const endOf = (index: number): number => clean.indexOf(`\n${bar}\n`, offsets[index]) + bar.length + 2
  const whole = parseRaceLog(clean).races

  test('a log that is cut anywhere keeps every report that is whole before the cut', () => {
    fc.assert(
      fc.property(fc.nat(clean.length), (cut) => {
        const kept = offsets.filter((_, index) => endOf(index) <= cut).length
        const { races, torn } = parseRaceLog(clean.slice(0, cut))
        expect(races.slice(0, kept)).toEqual(whole.slice(0, kept))
        // Of the one that was cut, there is word as soon as it says that it is one.
        expect(races.length + torn.length).toBe(clean.slice(0, cut).split('WARNING: DATA RACE').length - 1)
      }),
      { numRuns: 300 },
    )
  })

  test('arbitrary bytes in the middle cost no report that is whole before them, and nothing is thrown', () => {
    const garbage = fc.oneof(fc.string({ unit: 'binary' }), fc.constantFrom('\n', `${bar}\n`, 'WARNING: DATA RACE\n', 'Write at 0x1 by goroutine 3:\n', '  main.main()\n', '\r\n', '\0'))
    fc.assert(
      fc.property(fc.nat(clean.length), fc.nat(2000), fc.array(garbage, { maxLength: 8 }), (at, cutOut, pieces) => {
        const { races } = parseRaceLog(clean.slice(0, at) + pieces.join('') + clean.slice(at + cutOut))
        const kept = offsets.filter((_, index) => endOf(index) <= at).length
        expect(races.slice(0, kept)).toEqual(whole.slice(0, kept))
      }),
      { numRuns: 300 },
    )
  })

  test('what a program prints between the lines of a report does not change the report', () => {
    const lines = clean.split('\n')
    const print = fc.constantFrom('hello', 'panic: x', 'fatal error: concurrent map writes', 'goroutine 7 [running]:', '\tmain.go:3 +0x1', '')
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.nat(lines.length - 1), print), { maxLength: 12 }), (prints) => {
        const mixed = lines.flatMap((line, index) => [...prints.filter(([at]) => at === index).map(([, text]) => text), line])
        expect(parseRaceLog(mixed.join('\n')).races.map(({ accesses, createdBy }) => ({ accesses, createdBy })))
          .toEqual(whole.map(({ accesses, createdBy }) => ({ accesses, createdBy })))
      }),
      { numRuns: 200 },
    )
  })

  test('half a line of the program before the heading of a report', () => {
    expect(parseRaceLog(clean.replace('WARNING', 'served 17 requests\tWARNING')).races).toHaveLength(whole.length)
  })

  test('lines that end as on Windows', () => {
    expect(summary(parseRaceLog(clean.replaceAll('\n', '\r\n')).races)).toEqual(summary(whole))
  })

  test('two reports without the bar between them, after the first was cut', () => {
    const text = `${bar}\nWARNING: DATA RACE\nWrite at 0x00c000012345 by goroutine 7:\n  main.set()\n      /srv/shop/main.go:3 +0x4\n${clean}`
    expect(parseRaceLog(text.replace(`${bar}\n`, '').replace(`${bar}\n`, '')).torn).toHaveLength(1)
    const { races, torn } = parseRaceLog(text)
    expect(races).toHaveLength(whole.length)
    expect(torn).toEqual([{ offset: 19, access: { write: true, address: '0xc000012345', goroutine: 7, stack: [{ function: 'main.set', file: '/srv/shop/main.go', line: 3 }] } }])
  })
})

describe('lines that are seldom', () => {
  const report = (...lines: string[]): string => [bar, 'WARNING: DATA RACE', ...lines, bar, ''].join('\n')

  test('memory that the detector knows more about, and code that the runtime knows nothing about', () => {
    const { races, others } = parseRaceLog(report(
      'Previous atomic write at 0x0001 by main goroutine:', '  [failed to restore the stack]', '',
      'Read at 0x0001 by goroutine 9:', '  ??()', '      -:0 +0x4711', '  main.f()', '      C:/my shop/main.go:12 +0x1', '',
      'Heap block of size 8 at 0x0001 allocated by goroutine 9:', '  main.make()', '      /srv/shop/main.go:3 +0x2', '',
      'Global var main.total of size 8 at 0x0001 declared at /srv/shop/main.go:9', '',
      'Goroutine 9 (finished) created at:', '  main.main()', '      /srv/shop/main.go:20 +0x3',
    ))
    expect(others).toEqual([])
    expect(races).toEqual([{
      accesses: [
        { write: true, address: '0x1', goroutine: 1, stack: [] },
        { write: false, address: '0x1', goroutine: 9, stack: [{ function: 'main.f', file: 'C:/my shop/main.go', line: 12 }] },
      ],
      createdBy: new Map([[9, [{ function: 'main.main', file: '/srv/shop/main.go', line: 20 }]]]),
      offset: 19,
      whole: true,
    }])
  })

  test('what the detector says of itself is kept', () => {
    const { races, others } = parseRaceLog('race: limit on 8128 simultaneously alive goroutines is exceeded, dying\n')
    expect(races).toEqual([])
    expect(others).toEqual([{ offset: 0, text: 'race: limit on 8128 simultaneously alive goroutines is exceeded, dying' }])
  })
})

test('a log that two programs wrote one after the other, as by exec, has the reports of both', () => {
  const log = recordedLog('go1.26.8-test.log').replace(/^Found .*\n/m, '')
  const { races, counted } = parseRaceLog(`${log}Found 2 data race(s)\n${log}Found 3 data race(s)\n`)
  expect(races).toHaveLength(2 * parseRaceLog(log).races.length)
  expect(counted).toBe(5)
})

test('a place counts for the symbol above it, and for nothing without one', () => {
  const place = (line: number): string => `      /srv/shop/main.go:${line} +0x1`
  const heading = (op: string): string => `${op} at 0x00c00001c0c0 by goroutine 7:`
  const text = ['==================', 'WARNING: DATA RACE', heading('Write'), place(1), '  main.f()', place(2), place(3), '  main.g()', '', heading('Previous read'), place(4), '  main.h()', place(5), '==================', ''].join('\n')
  const [race] = parseRaceLog(text).races
  expect(race?.accesses.map(({ write, stack }) => [write, ...stack.map((frame) => `${frame.function}:${frame.line}`)])).toEqual([[true, 'main.f:2'], [false, 'main.h:5']])
})
