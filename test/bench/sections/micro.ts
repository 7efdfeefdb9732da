import { parseBenchmarks } from '../benchmark-output.ts'
import { run } from '../process.ts'
import type { Row, Target } from '../row.ts'
import type { Program, Section } from '../section.ts'
import { programsFolder } from '../workshop.ts'

/** The benchmarks of programs/micro. Each is a process of its own, so that none inherits the objects of another. */
export const micro: Section = {
  title: 'Time by kind of work',
  programs: [
    benchmark('CPU', [time('CPU', 'computing, no maps: the noise of this run', atMost(1.02))]),
    benchmark('JSONDecode', [time('JSONDecode', 'JSON decode', atMost(1.06))]),
    benchmark('MapLoop', [time('MapLoop', 'map in a loop, one goroutine', atMost(1.15))]),
    benchmark('MutexMap', [time('MutexMap', 'mutex and map, uncontended', atMost(2.2))]),
    benchmark('RWMutexReads', [time('RWMutexReads', 'RWMutex and map, 99 % reads, 16 goroutines', atMost(3))]),
    benchmark('ChannelPingPong', [time('ChannelPingPong', 'channel ping-pong', atMost(1.1))]),
    benchmark('MapMessage', [time('MapMessage', 'channel ping-pong, the message is a map', atMost(1.4))]),
    benchmark('AtomicAdd', [time('AtomicAdd', 'atomic add', atMost(2.4))]),
    benchmark('AtomicLoad', [{ ...time('AtomicLoad', 'atomic load, itself', atMost(4)), comparison: 'itself' }]),
    benchmark('GoWaitGroup', [time('GoWaitGroup', 'go, WaitGroup and a map read', atMost(1.8))]),
    benchmark('SyncMapLoad', [time('SyncMapLoad', 'sync.Map load', atMost(2))]),
    benchmark('MutexesAlive', [
      time('MutexesAlive', 'one of 500,000 mutexes'),
      {
        label: 'one of 500,000 mutexes, beside one of 100',
        measurement: 'MutexesAlive x-few',
        unit: 'ratio',
        comparison: 'itself',
        target: atMost(2),
      },
    ]),
  ],
}

function benchmark(name: string, rows: readonly Row[]): Program {
  return {
    name: `micro/${name}`,
    rows,
    prepare: async (workshop) => {
      const built = await workshop.build({ cwd: programsFolder, package: './micro', tests: true })
      const args = workshop.benchmarkArgs(`^Benchmark${name}$`)
      return async (variant) => parseBenchmarks(await run({ file: built[variant], args, cwd: workshop.folder }))
    },
  }
}

function time(name: string, label: string, target?: Target): Row {
  return { label, measurement: `${name} ns/op`, unit: 'nanoseconds', comparison: 'factor', ...(target && { target }) }
}

function atMost(limit: number): Target {
  return { sense: 'at most', limit }
}
