import { readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { readCrashFile } from '../../src/run/race-log/crash-file.ts'
import { parseCrash } from '../../src/run/race-log/crash.ts'

const folder = join(import.meta.dirname, 'crashes')

/** What program/main.go, built with shim/crash and -race, wrote down as it died, and what it printed another time; only folders were renamed. */
const captured = readdirSync(folder).filter((name) => name.endsWith('.captured')).sort().map((name) => {
  const [, version = '', kind = ''] = /^(go[\d.]+)-(\w+)\.captured$/.exec(name) ?? []
  const read = (file: string): string => readFileSync(join(folder, file), 'utf8')
  return { version, kind, text: read(name), printed: read(name.replace('.captured', '.txt')) }
})

test('there is a file of each kind from each version of Go', () => {
  expect(new Set(captured.map(({ version }) => version.replace(/\.\d+$/, '')))).toEqual(new Set(['go1.24', 'go1.25', 'go1.26', 'go1.27']))
  expect(captured).toHaveLength(16)
})

describe.each(captured)('$version, $kind', ({ kind, text, printed }) => {
  test('is what was printed, with its first line', () => {
    const [crash = '', ...more] = readCrashFile(text)
    expect(more).toEqual([])
    expect(crash.split('\n')[0]).toBe(printed.split('\n')[0])
    expect(crash).not.toContain('runnable')
    expect(parseCrash(crash)?.op).toBe(kind)
    expect(parseCrash(crash)?.stack.find((frame) => frame.function.startsWith('main.'))).toMatchObject({ function: `main.${kind}`, file: '/srv/crash/main.go' })
  })
})

const [one, other] = ['clone', 'write'].map((kind) => captured.find((file) => file.version.startsWith('go1.26') && file.kind === kind)?.text ?? '')

describe('of a file', () => {
  test('that two processes wrote, each crash is read with the words of its own program', () => {
    // Shifted, so that the addresses of one program mean something else in the other.
    const shifted = (other ?? '').replace(/^0x[0-9a-f]+ /gm, (address) => `0x9${address.slice(2)}`).replace(/fatal\(\{0x/, 'fatal({0x9')
    expect(readCrashFile(`${one}${shifted}`).map((text) => parseCrash(text)?.op)).toEqual(['clone', 'write'])
  })

  test.each([
    ['of a process that ended well', (one ?? '').split('\n').slice(0, 4).join('\n')],
    ['of one that was killed as it started', '0x52114'],
    ['of a panic', (one ?? '').replace(/\ninternal\/runtime\/maps\.fatal.*\n.*\n/, '\npanic({0x1, 0x2})\n\t/usr/local/go/src/runtime/panic.go:1 +0x1\n')],
    ['with an address that belongs to other words', (one ?? '').replace(/fatal\(\{0x[0-9a-f]+/, 'fatal({0xc000040f60')],
    ['that is empty', ''],
  ])('%s there is no crash', (_title, text) => {
    expect(readCrashFile(text)).toEqual([])
  })

  test('with all frames of the runtime, as GOTRACEBACK=system has it, the crash is read', () => {
    const system = (one ?? '').replace(/goroutine (\d+) \[running\]:\n/, 'goroutine $1 gp=0xc0000021c0 m=0 mp=0x5c3a40 [running]:\nruntime.fatalthrow.func1()\n\t/usr/local/go/src/runtime/panic.go:1 +0x1\n').replace(/\?/g, '')
    expect(readCrashFile(system).map((text) => parseCrash(text)?.op)).toEqual(['clone'])
  })
})
