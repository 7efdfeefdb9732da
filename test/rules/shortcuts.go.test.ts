import { execFileSync } from 'node:child_process'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { compare, everywhere, goFiles, looseRules, rules, sum } from './shortcuts.ts'

const sources = join(execFileSync('go', ['env', 'GOROOT'], { encoding: 'utf8' }).trim(), 'src')

/** Packages with many locks and maps, and with files for other systems, which declare the same names again. */
const packages = ['net/http', 'database', 'encoding', 'go/types', 'internal/poll', 'sync', 'os'].flatMap((folder) => goFiles(join(sources, folder)))

test('rules find the same in the standard library when all is parsed and nothing is passed over', () => {
  expect(sum(packages.map((files) => compare(files, { with: rules, without: everywhere(rules) }))).differences).toEqual([])
})

test('and when their conditions are cut short, so that they find much', () => {
  const { findings, differences } = sum(packages.map((files) => compare(files, { with: looseRules, without: looseRules })))
  expect(differences).toEqual([])
  expect(findings).toBeGreaterThan(400)
})
