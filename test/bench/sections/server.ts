import { createInterface } from 'node:readline'
import { execa } from 'execa'
import { parseBenchmarks, type Measurements } from '../benchmark-output.ts'
import { neutralEnvironment, run } from '../process.ts'
import type { Program, Section } from '../section.ts'

const connections = 32

/**
 * programs/server under load from programs/load, which is always built plain. The two share the processors: throughput
 * is that of both together, CPU time is the server's own.
 */
export const server: Section = {
  title: 'An HTTP server with JSON, under load from another process',
  programs: [{
    name: 'server',
    rows: [
      {
        label: `requests per second, ${connections} connections`,
        measurement: 'Load requests/s',
        unit: 'per second',
        comparison: 'factor',
        target: { sense: 'at least', limit: 0.85 },
      },
      { label: '99th percentile of the latency', measurement: 'Load p99-ns', unit: 'nanoseconds', comparison: 'factor' },
      { label: 'CPU time per request', measurement: 'Server cpu-ns/op', unit: 'nanoseconds', comparison: 'factor' },
      {
        label: 'resident memory',
        measurement: 'Server resident-bytes',
        unit: 'bytes',
        comparison: 'factor',
        target: { sense: 'at most', limit: 1.3 },
      },
    ],
    prepare: serving({ setting: '', duration: '2s' }),
  }, {
    name: 'server-with-budget',
    rows: [
      { label: 'requests per second, max_overhead=20%', measurement: 'Budgeted Load requests/s', unit: 'per second', comparison: 'factor' },
      { label: '99th percentile of the latency, max_overhead=20%', measurement: 'Budgeted Load p99-ns', unit: 'nanoseconds', comparison: 'factor' },
      {
        label: 'CPU time per request, max_overhead=20%',
        measurement: 'Budgeted Server cpu-ns/op',
        unit: 'nanoseconds',
        comparison: 'factor',
        target: { sense: 'at most', limit: 1.2 },
      },
    ],
    prepare: serving({ setting: 'max_overhead=20%', duration: '5s', named: 'Budgeted ' }),
  }],
}

interface Serving {
  /** Of MAPSAN; the other variants do not look at it. */
  readonly setting: string
  /** In which requests are measured, after a quarter of it in which they are not. */
  readonly duration: string
  /** In front of the names of what is measured: no two programs have one in common. */
  readonly named?: string
}

function serving({ named = '', ...how }: Serving): Program['prepare'] {
  return async (workshop) => {
    const servers = await workshop.program('server')
    const { plain: load } = await workshop.program('load')
    return async (variant) => {
      const measured = await serveUnderLoad(servers[variant], load, workshop.folder, how)
      return new Map([...measured].map(([name, value]) => [named + name, value]))
    }
  }
}

async function serveUnderLoad(file: string, load: string, cwd: string, { setting, duration }: Serving): Promise<Measurements> {
  const serving = execa(file, { cwd, env: { ...neutralEnvironment(), MAPSAN: `${setting} log_path=off` }, extendEnv: false, stdin: 'pipe' })
  try {
    const address = await firstLine(serving.stdout)
    const driven = await run({ file: load, args: ['-addr', address, '-connections', String(connections), '-duration', duration], cwd })
    serving.stdin.end()
    const { stdout } = await serving
    return parseBenchmarks(`${driven}\n${stdout}`)
  } finally {
    serving.kill()
    await serving.catch(() => undefined)
  }
}

async function firstLine(stream: NodeJS.ReadableStream): Promise<string> {
  for await (const line of createInterface({ input: stream })) return line
  throw new Error('the server ended before it said its address')
}
