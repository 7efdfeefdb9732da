import { expect, test } from 'vitest'
import { parseBenchmarks } from './benchmark-output.ts'

test('every metric of every benchmark is read, and nothing else', () => {
  const output = [
    'goos: linux',
    'cpu: AMD EPYC',
    'BenchmarkMutexesAlive-2   \t 1000000\t        22.25 ns/op\t         2.957 x-few',
    'BenchmarkMap/reads=99%-16 \t 1679136\t 5e+01 ns/op\t  19998426 ops/s',
    'BenchmarkServer 812 91240 cpu-ns/op 17280000 resident-bytes',
    'BenchmarkBroken',
    '--- BENCH: BenchmarkBroken-2',
    'PASS',
  ].join('\n')
  expect([...parseBenchmarks(output)]).toEqual([
    ['MutexesAlive ns/op', 22.25],
    ['MutexesAlive x-few', 2.957],
    ['Map/reads=99% ns/op', 50],
    ['Map/reads=99% ops/s', 19998426],
    ['Server cpu-ns/op', 91240],
    ['Server resident-bytes', 17280000],
  ])
})
