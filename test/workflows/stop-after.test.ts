import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { stopAfter } from '../../src/workflows/stop-after.ts'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

const interrupt = (): AbortSignal => new AbortController().signal

test('the time begins when the program does', async () => {
  let started = false
  const { signal } = stopAfter({ milliseconds: 1000, begun: async () => started, interrupt: interrupt() })
  await vi.advanceTimersByTimeAsync(5000)
  started = true
  await vi.advanceTimersByTimeAsync(900)
  expect(signal.aborted).toBe(false)
  await vi.advanceTimersByTimeAsync(200)
  expect(signal.reason).toBe('SIGINT')
})

test('cleared, it never comes; without a time, there is only the interrupt', async () => {
  const cleared = stopAfter({ milliseconds: 10, begun: async () => true, interrupt: interrupt() })
  cleared.clear()
  await vi.advanceTimersByTimeAsync(1000)
  expect(cleared.signal.aborted).toBe(false)
  const user = interrupt()
  expect(stopAfter({ milliseconds: undefined, begun: async () => true, interrupt: user }).signal).toBe(user)
})

test('an interrupt comes at once, with its own reason', () => {
  const user = new AbortController()
  const { signal, clear } = stopAfter({ milliseconds: 10, begun: async () => false, interrupt: user.signal })
  user.abort('SIGTERM')
  expect(signal.reason).toBe('SIGTERM')
  clear()
})
