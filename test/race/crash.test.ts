import { readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { CrashScanner, parseCrash } from '../../src/run/race-log/crash.ts'
import { decodeCrash, decodeRaceLog, joinCrashes } from '../../src/run/race-log/decode.ts'

const folder = join(import.meta.dirname, 'crashes')

/** What programs/main.go printed as it died, by the version of Go and its argument; only folders were renamed. */
const crashes = readdirSync(folder).filter((name) => name.endsWith('.txt')).sort().map((name) => {
  const [, version = '', kind = ''] = /^(go[\d.]+)-(\w+)\.txt$/.exec(name) ?? []
  return { version, kind, text: readFileSync(join(folder, name), 'utf8') }
})
const lines = readFileSync(join(folder, 'program/main.go'), 'utf8').split('\n')

test('there is a crash of each kind from each version of Go', () => {
  expect(new Set(crashes.map(({ version }) => version.replace(/\.\d+$/, '')))).toEqual(new Set(['go1.24', 'go1.25', 'go1.26', 'go1.27']))
  expect(crashes).toHaveLength(16)
})

describe.each(crashes)('$version, $kind', ({ kind, text }) => {
  test('is read, with what was done to the map, and where', () => {
    const crash = parseCrash(text)
    expect(crash?.op).toBe(kind)
    const place = crash?.stack.find((frame) => frame.function.startsWith('main.'))
    expect(place).toMatchObject({ function: `main.${kind}`, file: '/srv/crash/main.go' })
    expect(lines[(place?.line ?? 0) - 1]).toContain('items')
    expect(crash?.stack.filter((frame) => frame.function.endsWith('fatal'))).toEqual([])
    if (crash?.goroutine === 1) expect(crash.stack.at(-1)?.function).toBe('main.main')
    else expect(crash?.createdBy.map((frame) => frame.function)).toEqual(['main.main'])
  })
})

const [some] = crashes.filter(({ version, kind }) => version.startsWith('go1.26') && kind === 'clone')
const text = some?.text ?? ''

describe('no crash is', () => {
  test.each([
    ['another fatal error', text.replace(/fatal error: .*/, 'fatal error: all goroutines are asleep - deadlock!')],
    ['one that the runtime has no such words for', text.replace(/fatal error: .*/, 'fatal error: concurrent map misuse')],
    ['one without a stack', text.split('\n').slice(0, 2).join('\n')],
    ['one with a goroutine alone', text.split('\n').slice(0, 3).join('\n')],
  ])('%s', (_title, other) => {
    expect(parseCrash(other)).toBeUndefined()
    expect(decodeCrash(other)).toBeUndefined()
  })
})

function scan(output: string, size = output.length): readonly string[] {
  const scanner = new CrashScanner()
  const bytes = new TextEncoder().encode(output)
  for (let at = 0; at < bytes.length; at += size) scanner.feed(bytes.slice(at, at + size))
  return scanner.end()
}

describe('in the output of go test', () => {
  const failed = `ok  \texample.com/a\t0.1s\n${text}\ngoroutine 18 [runnable]:\nmain.write()\n\t/srv/crash/main.go:19 +0x59\nFAIL\texample.com/b\t0.2s\nFAIL\n`

  test.each([7, 1000, 100_000])('a crash is found, with the goroutine that noticed it, in pieces of %i bytes', (size) => {
    const found = scan(failed, size)
    expect(found).toHaveLength(1)
    expect(parseCrash(found[0] ?? '')).toEqual(parseCrash(text))
    expect(found[0]).not.toContain('runnable')
  })

  test('two are found, also when the second is the end', () => {
    expect(scan(`${text}\n${text}`)).toHaveLength(2)
    expect(scan(`${text.trimEnd()}\n${text}`)).toHaveLength(2)
  })

  test('what comes behind one whose stack never ends is not kept', () => {
    const [found = ''] = scan(`${text.trimEnd()}\n${'a line of output\n'.repeat(100_000)}`)
    expect(found.length).toBeLessThan(20_000)
    expect(parseCrash(found)?.stack).toEqual(parseCrash(text)?.stack)
  })

  test('none is found in what a test has logged of another program', () => {
    expect(scan(text.split('\n').map((line) => `    main_test.go:9: ${line}`).join('\n'))).toEqual([])
  })

  test('as events of -json they are found when packages speak at a time', () => {
    const events = (name: string): readonly string[] => `${text}\n`.split('\n').map((line) => JSON.stringify({ Action: 'output', Package: name, Output: `${line}\n` }))
    const [a, b] = [events('a'), events('b')]
    const found = scan(['{"Action":"start","Package":"a"}', '{not json', ...a.flatMap((line, index) => [line, b[index] ?? ''])].join('\n'))
    expect(found.map((one) => parseCrash(one))).toEqual([parseCrash(text), parseCrash(text)])
  })
})

describe('with the reports of the race detector', () => {
  const log = (line: number): string => [
    '==================', 'WARNING: DATA RACE', 'Write at 0x00c00007e390 by goroutine 7:', '  runtime.mapassign_fast64()', '      /usr/local/go/src/runtime/map.go:1 +0x1', '  main.write()', '      /srv/crash/main.go:19 +0x1', '',
    'Previous read at 0x00c00007e390 by main goroutine:', '  maps.Clone[go.shape.map[int]int]()', '      /usr/local/go/src/maps/maps.go:55 +0x1', '  main.clone()', `      /srv/crash/main.go:${line} +0x1`, '==================', '',
  ].join('\n')
  const crash = decodeCrash(text)
  const join = (line: number): ReturnType<typeof joinCrashes> => joinCrashes([decodeRaceLog(new TextEncoder().encode(log(line)), 7)], crash === undefined ? [] : [crash])

  test('a crash at a place that was reported is what that race led to', () => {
    const [only, ...more] = join(39)
    expect(more).toEqual([])
    expect(only?.races.map(({ fatal }) => fatal)).toEqual([true])
  })

  test('a crash at a place where other memory raced is a race of its own', () => {
    const other = log(39).replace('runtime.mapassign_fast64()', 'main.store()').replace('maps.Clone[go.shape.map[int]int]()', 'main.load()').replace('/usr/local/go/src/maps/maps.go:55', '/srv/crash/main.go:39')
    const joined = joinCrashes([decodeRaceLog(new TextEncoder().encode(other), 7)], crash === undefined ? [] : [crash])
    expect(joined.flatMap(({ races }) => races).map(({ map, fatal }) => `${map.type} ${fatal}`)).toEqual(['memory false', 'map true'])
  })

  test('a crash at another place is a race of its own: one side, and somebody who wrote', () => {
    const joined = join(99).flatMap(({ races }) => races)
    expect(joined.map(({ fatal }) => fatal)).toEqual([false, true])
    expect(joined[1]).toMatchObject({ map: { type: 'map' }, detector: 'race', accesses: [{ op: 'clone', goroutine: { id: 1 } }, { op: 'write', stack: [], locksUnknown: true }] })
  })
})
