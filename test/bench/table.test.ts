import { expect, test } from 'vitest'
import type { Section } from './section.ts'
import { renderTables } from './table.ts'

const modules: Section = {
  title: 'Modules',
  mean: 'geometric mean',
  programs: ['cache', 'router', 'logger'].map((label) => ({
    name: label,
    rows: [{ label, measurement: `${label} ns/op`, unit: 'nanoseconds', comparison: 'factor', target: { sense: 'at most', limit: 2 } }],
    prepare: () => Promise.reject(new Error('not needed to render')),
  })),
}

test('a section becomes a table: factors, verdicts, what failed, and the mean of what did not', () => {
  const samples = new Map([
    ['cache ns/op', { plain: [10, 20], mapsan: [10, 20], race: [100, 200] }],
    ['router ns/op', { plain: [1500, 1500], mapsan: [6000, 6000], race: [undefined, undefined] }],
  ])
  expect(renderTables([modules], samples).split('\n')).toEqual([
    '### Modules',
    '',
    '|                    | plain  | MapSan | target |        | `-race` |',
    '| ------------------ | -----: | -----: | -----: | -----: | ------: |',
    '| cache              | 15 ns  | 1.00   | ≤ 2.00 | met    | 10      |',
    '| router             | 1.5 µs | 4.00   | ≤ 2.00 | missed | failed  |',
    '| **geometric mean** |        | 2.00   |        |        | failed  |',
  ])
})

test('a section of which nothing was measured is left out', () => {
  expect(renderTables([modules], new Map())).toBe('')
})
