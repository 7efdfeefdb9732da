import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { Command } from 'commander'
import { buildCommand } from '../build-command.ts'
import { run } from '../process.ts'
import type { Variant } from '../variants.ts'
import { programsFolder } from '../workshop.ts'
import { parseCount, parseSeconds } from './arguments.ts'
import { Findings } from './findings.ts'
import { MachineLoad } from './processors.ts'
import { ServerUnderLoad } from './server-under-load.ts'
import { renderComparison, renderInterval, type Interval } from './table.ts'

interface Options {
  readonly duration: number
  readonly interval: number
  readonly connections: number
  readonly rate: number
}

/** When more goroutines use maps than are tracked at once, a single race may go unseen: the request is sent again. */
const mostMistakes = 60

const command = new Command('npm run soak --')
  .description('Keeps a server built with MapSan under load for long, and the plain one beside it: does anything grow?')
  .option('--duration <time>', 'how long, such as 90s, 10m or 1h', parseSeconds, parseSeconds('1h'))
  .option('--interval <time>', 'how often to measure', parseSeconds, parseSeconds('1m'))
  .option('--connections <n>', 'to each of the two servers', parseCount, 1000)
  .option('--rate <n>', 'requests a second, to each of the two servers', parseCount, 1000)
  .action(soak)

await command.parseAsync()

async function soak(options: Options): Promise<void> {
  if (options.duration < 2 * options.interval) command.error('error: --duration must be at least two --interval long: its end is compared with its start.')
  const folder = await mkdtemp(join(tmpdir(), 'mapsan-soak-'))
  const servers: ServerUnderLoad[] = []
  try {
    const { duration, interval, connections, rate } = options
    const args = ['-duration', `${duration}s`, '-interval', `${interval}s`, '-connections', `${connections}`, '-rate', `${rate}`]
    const load = { file: await build('load', 'plain', folder), args }
    const findings = new Findings(folder)
    const [plainFile, mapsanFile] = [await build('server', 'plain', folder), await build('server', 'mapsan', folder)]
    // One right after the other: the intervals of the two are compared.
    const plain = await ServerUnderLoad.start({ file: plainFile, load })
    servers.push(plain)
    const mapsan = await ServerUnderLoad.start({ file: mapsanFile, load, settings: findings.settings })
    servers.push(mapsan)

    const watching = watch(plain, mapsan)
    await sleep(duration * 0.75 * 1000)
    const before = await findings.count()
    const mistakes = await makeMistakes(mapsan, findings, before)
    const intervals = await watching
    const after = await findings.count()
    await Promise.all([plain.end(), mapsan.end()])

    console.log(renderComparison(intervals))
    console.log(`\nReports before a request raced: ${before}; after ${mistakes} ${mistakes === 1 ? 'did' : 'did one after the other'}: ${after}. `
      + `Map accesses that were not tracked: ${await findings.untracked()}.`)
    if (before !== 0 || after !== 1) process.exitCode = 1
  } finally {
    for (const server of servers) server.kill()
    await rm(folder, { recursive: true, force: true })
  }
}

function watch(plain: ServerUnderLoad, mapsan: ServerUnderLoad): Promise<readonly Interval[]> {
  const machine = new MachineLoad()
  return collect(async (number) => {
    const [ofPlain, ofMapSan] = await Promise.all([plain.interval(), mapsan.interval()])
    if (ofPlain === undefined || ofMapSan === undefined) return undefined
    const interval = { busy: machine.sinceLastTime(), plain: ofPlain, mapsan: ofMapSan }
    console.error(renderInterval(number, interval))
    return interval
  })
}

async function collect<T>(next: (number: number) => Promise<T | undefined>): Promise<readonly T[]> {
  const all: T[] = []
  for (;;) {
    const one = await next(all.length + 1)
    if (one === undefined) return all
    all.push(one)
  }
}

/** Until the race is found; returns how many it took. */
async function makeMistakes(server: ServerUnderLoad, findings: Findings, before: number): Promise<number> {
  for (let n = 1; ; n++) {
    await server.makeMistake()
    if (n === mostMistakes || await findings.count() > before) return n
    await sleep(1000)
  }
}

async function build(name: string, variant: Variant, folder: string): Promise<string> {
  const output = join(folder, `${name}-${variant}`)
  await run(buildCommand({ cwd: programsFolder, package: `./${name}` }, variant, output))
  return output
}
