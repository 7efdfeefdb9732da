import { describe, expect, test } from 'vitest'
import { goraceVariable, readGorace, settingOf } from '../../src/toolchain/gorace.ts'

describe('GORACE', () => {
  test('keeps what the user has set, word for word, and ours comes last', () => {
    expect(goraceVariable(undefined, { log_path: '/run/race' })).toBe('log_path=/run/race')
    expect(goraceVariable('halt_on_error=1 exitcode=7', { log_path: '/run/race' })).toBe('halt_on_error=1 exitcode=7 log_path=/run/race')
    expect(goraceVariable('log_path=mine', { log_path: '/run/race' })).toBe('log_path=mine log_path=/run/race')
  })

  test('is read as the race detector reads it', () => {
    const text = `log_path='/my runs/x' history_size=3,exitcode=1:halt_on_error=1\texitcode=2 strip_path_prefix="/srv/"`
    expect(readGorace(text).map(({ name }) => name)).toEqual(['log_path', 'history_size', 'exitcode', 'halt_on_error', 'exitcode', 'strip_path_prefix'])
    expect(settingOf(text, 'log_path')).toBe('/my runs/x')
    expect(settingOf(text, 'exitcode')).toBe('2')
    expect(settingOf(text, 'strip_path_prefix')).toBe('/srv/')
    expect(settingOf(undefined, 'exitcode')).toBeUndefined()
  })
})
