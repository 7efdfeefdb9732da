import { readFile, writeFile } from 'node:fs/promises'
import { cpus } from 'node:os'
import { Command, InvalidArgumentError } from 'commander'
import { run } from './process.ts'
import { replaceTable } from './readme.ts'
import { runRounds } from './rounds.ts'
import { sections } from './sections/index.ts'
import { leastRounds } from './statistics.ts'
import { renderTables } from './table.ts'
import { Workshop, type Durations } from './workshop.ts'

interface Options {
  readonly rounds: number
  readonly only?: RegExp
  readonly benchtime: string
  readonly churntime: string
  readonly write?: true
}

const command = new Command('npm run bench --')
  .description('Measures what MapSan costs: the factor over the plain program, beside that of -race.')
  .option('--rounds <n>', 'how often each program is run in each variant', count, 10)
  .option('--only <regexp>', 'leave out programs with other names, such as micro/MapLoop or net/http', regexp)
  .option('--benchtime <duration>', 'how long Go runs each benchmark', '150ms')
  .option('--churntime <duration>', 'how long goroutines and things are made and dropped, once in each variant', '60s')
  .option('--write', 'put the tables into README.md')
  .action(bench)

await command.parseAsync()

async function bench({ rounds, only = /(?:)/, write, ...durations }: Options): Promise<void> {
  const programs = sections.flatMap((section) => section.programs).filter(({ name }) => only.test(name))
  if (programs.length === 0) command.error(`no program has a name like ${only.source}`)
  const workshop = await Workshop.open(durations)
  try {
    const { samples, problems } = await runRounds({ programs, rounds, workshop, tell })
    const table = `${renderTables(sections, samples)}\n\n${await circumstances(rounds, durations)}`
    console.log(table)
    for (const problem of problems) console.error(`\n${problem}`)
    if (problems.length > 0) process.exitCode = 1
    if (write) await writeFile('README.md', replaceTable(await readFile('README.md', 'utf8'), table))
  } finally {
    await workshop.close()
  }
}

async function circumstances(rounds: number, { benchtime, churntime }: Durations): Promise<string> {
  const go = (await run({ file: 'go', args: ['version'], cwd: '.' })).replace(/^go version /, '')
  const processors = cpus()
  const machine = `${go}, ${processors.length} × ${processors[0]?.model ?? 'unknown processor'}`
  const interval = rounds < leastRounds ? 'all values' : 'the interval between two order statistics that holds the median at 95 % confidence'
  return `Medians of ${rounds} interleaved round${rounds === 1 ? '' : 's'}, ${benchtime} for each benchmark, on ${machine}. In parentheses ${interval}; `
    + `a target is open when it lies in there. Things were made and dropped once in each variant, for ${churntime}. `
    + 'Written by `npm run bench -- --write`.'
}

function tell(what: string): void {
  console.error(what)
}

function count(text: string): number {
  if (!/^[1-9]\d{0,3}$/.test(text)) throw new InvalidArgumentError('a number from 1 to 9999 is needed.')
  return Number(text)
}

function regexp(text: string): RegExp {
  try {
    return new RegExp(text)
  } catch (error) {
    throw new InvalidArgumentError(error instanceof Error ? error.message : 'not a regular expression.')
  }
}
