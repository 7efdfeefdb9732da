import { expect, test } from 'vitest'
import { mapsanVariable } from '../../src/workflows/mapsan-variable.ts'

test.each([
  [undefined, 'events=/run/ev log_path=off'],
  ['', 'events=/run/ev log_path=off'],
  ['halt_on_error=1  exitcode=66', 'halt_on_error=1 exitcode=66 events=/run/ev log_path=off'],
  ['log_path=/var/log/races exitcode=66', 'exitcode=66 events=/run/ev log_path=off'],
])('%j: MapSan must have its own settings', (ofUser, merged) => {
  expect(mapsanVariable(ofUser, { events: '/run/ev', log_path: 'off' })).toBe(merged)
})

test.each([
  [undefined, 'observe=on events=/run/ev'],
  ['exitcode=66', 'exitcode=66 observe=on events=/run/ev'],
  ['observe=off', 'observe=off events=/run/ev'],
  ['events=/mine observe=off', 'observe=off events=/run/ev'],
])('%j: a default leaves the user the last word', (ofUser, merged) => {
  expect(mapsanVariable(ofUser, { events: '/run/ev' }, { observe: 'on' })).toBe(merged)
})
