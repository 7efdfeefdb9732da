import { describe, expect, test } from 'vitest'
import { parseCount, parseDuration } from '../../src/cli/duration.ts'
import { shellWord } from '../../src/cli/messages.ts'
import { terminalProgress, wantsColour } from '../../src/cli/terminal.ts'

interface Written {
  text: string
}

function output(isTTY: boolean, columns = 80): Written & { isTTY: boolean; columns: number; write(text: string): void } {
  return {
    text: '', isTTY, columns,
    write(text) {
      this.text += text
    },
  }
}

describe('progress', () => {
  test('elsewhere than on a terminal: plain lines, and the time only when it was long', async () => {
    let now = 0
    const plain = output(false)
    const progress = terminalProgress(plain, false, () => now)
    await progress.during('building shop', async () => (now += 100))
    await progress.during('building depot', async () => (now += 12_345))
    progress.note('done')
    expect(plain.text).toBe('mapsan: building shop\nmapsan: building depot\nmapsan: building depot took 12.3 s\nmapsan: done\n')
  })

  test('on a terminal: one line that is written over, also when the work fails', async () => {
    const screen = output(true, 20)
    const progress = terminalProgress(screen, false, () => 0)
    await expect(progress.during('building a very long name', () => Promise.reject(new Error('no')))).rejects.toThrow('no')
    const [drawn = '', erased] = screen.text.split('\r\x1b[2K').slice(1)
    expect(drawn).toHaveLength(19)
    expect(erased).toBe('mapsan: building a very long name took 0.0 s\n')
  })
})

test.each([
  [true, {}, true],
  [false, {}, false],
  [true, { NO_COLOR: '1' }, false],
  [true, { NO_COLOR: '' }, true],
  [true, { TERM: 'dumb' }, false],
  [false, { FORCE_COLOR: '1' }, true],
  [false, { FORCE_COLOR: '1', NO_COLOR: '1' }, false],
])('colour on a terminal: %s, with %j: %s', (isTTY, env, colour) => {
  expect(wantsColour(output(isTTY), env)).toBe(colour)
})

test.each([['30s', 30_000], ['1m30s', 90_000], ['500ms', 500], ['1.5h', 5_400_000]])('the duration %s', (text, ms) => {
  expect(parseDuration(text)).toBe(ms)
})

test.each(['', '30', 's', '-1s', '1s!', '0s', '1d'])('%j is no duration', (text) => {
  expect(() => parseDuration(text)).toThrow(/30s, 1m30s or 500ms/)
})

test.each(['0', '-1', '1.5', 'x', ''])('%j is no count', (text) => {
  expect(() => parseCount(text)).toThrow(/from 1 on/)
})

test.each([['/runs/1', '/runs/1'], ['my run', `'my run'`], [`it's`, `'it'\\''s'`], ['', `''`]])('%j for a shell', (word, quoted) => {
  expect(shellWord(word)).toBe(quoted)
})
