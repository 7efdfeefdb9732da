import { tmpdir } from 'node:os'
import { expect, test } from 'vitest'
import { runProcess, type ProcessRequest, type ProcessResult } from '../../src/toolchain/process.ts'
import { stopAfter } from '../../src/workflows/stop-after.ts'

const begun = (): Promise<boolean> => Promise.resolve(true)

function soon(): { signal: AbortSignal } {
  return stopAfter({ milliseconds: 100, begun, interrupt: new AbortController().signal })
}

function shell(script: string, more: Partial<ProcessRequest> = {}): Promise<ProcessResult> {
  return runProcess({ file: 'sh', args: ['-c', script], cwd: tmpdir(), env: { PATH: process.env['PATH'] }, stdio: 'capture', ...more })
}

test('however a process ends, the answer has the same shape', async () => {
  expect(await shell('echo out; echo err >&2; exit 3')).toEqual({ exitCode: 3, stopped: false, stdout: 'out\n', stderr: 'err\n' })
  expect(await shell('kill -TERM $$')).toMatchObject({ signal: 'SIGTERM', stopped: false })
  expect(await shell('', { file: 'no-such-program' })).toMatchObject({ startError: 'ENOENT', stopped: false })
})

test('the environment is exactly the given one, and PWD is true', async () => {
  const { stdout } = await shell('env', { env: { PATH: process.env['PATH'], STOCK: 'apples' } })
  expect(stdout).toContain('STOCK=apples')
  expect(stdout).toContain(`PWD=${tmpdir()}`)
  expect(stdout).not.toContain('VITEST')
})

test('a process that is told to stop may end in its own way', async () => {
  const { signal } = soon()
  const result = await shell('trap "echo bye; exit 4" INT; while :; do sleep 0.05; done', { stop: signal })
  expect(result).toMatchObject({ exitCode: 4, stopped: true, stdout: 'bye\n' })
})

test('one that does not listen is killed after the grace period, with its children', async () => {
  const { signal } = soon()
  const result = await shell('trap "" INT; sh -c "trap \\"\\" INT; sleep 60"; sleep 60', { stop: signal, killAfterMs: 200, ownGroup: true })
  expect(result).toMatchObject({ signal: 'SIGKILL', stopped: true })
})

test('the signal is the one that MapSan got', async () => {
  const interrupt = new AbortController()
  setTimeout(() => interrupt.abort('SIGTERM'), 100)
  const { signal } = stopAfter({ milliseconds: 60_000, begun, interrupt: interrupt.signal })
  expect(await shell('sleep 60', { stop: signal, ownGroup: true })).toMatchObject({ signal: 'SIGTERM', stopped: true })
})
