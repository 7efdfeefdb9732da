import { expect, test } from 'vitest'
import { runRounds } from './rounds.ts'
import type { Measure, Program } from './section.ts'
import { Workshop } from './workshop.ts'

function program(name: string, measure: Measure): Program {
  return { name, rows: [], prepare: () => Promise.resolve(measure) }
}

test('the variants of a program run after one another, another one first in each round; a failure costs one value', async () => {
  const workshop = await Workshop.open({ benchtime: '1ms', churntime: '1s' })
  const order: string[] = []
  const steady = program('steady', async (variant) => {
    order.push(variant)
    return new Map([['Steady ns/op', order.length]])
  })
  const flaky = program('flaky', async (variant) => {
    if (variant === 'race') throw new Error('too slow')
    return new Map([['Flaky ns/op', 1]])
  })
  const { samples, problems } = await runRounds({ programs: [steady, flaky], rounds: 2, workshop, tell: () => undefined })
  await workshop.close()

  expect(order).toEqual(['plain', 'mapsan', 'race', 'mapsan', 'race', 'plain'])
  expect(samples.get('Steady ns/op')).toEqual({ plain: [1, 6], mapsan: [2, 4], race: [3, 5] })
  expect(samples.get('Flaky ns/op')).toEqual({ plain: [1, 1], mapsan: [1, 1], race: [] })
  expect(problems).toEqual(['round 1 of 2: flaky, race: too slow', 'round 2 of 2: flaky, race: too slow'])
})
