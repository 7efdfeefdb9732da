import { Command } from 'commander'
import { run } from '../../workflows/run.ts'
import type { Context } from '../context.ts'
import { noteFindings } from '../messages.ts'
import { addReportingOptions, reportingOptions, type ReportingFlags } from '../reporting.ts'

const examples = `
The program has the terminal to itself and ends as it would without MapSan. Its races are written to standard
error as they are found; the environment variable MAPSAN changes that (see \`mapsan build --help\`).

Examples:
  mapsan run .
  mapsan run -tags dev ./cmd/server -- -addr :8080
`

export function runCommand(context: Context): Command {
  const command = new Command('run')
    .summary('go run with the map sanitizer')
    .description('Builds a program with the map sanitizer and runs it.')
    .usage('[options] [go build flags] [package] [-- arguments of the program]')
    .addHelpText('after', examples)
    .passThroughOptions()
    .allowUnknownOption()
    .allowExcessArguments()
    .action(async (flags: ReportingFlags, command: Command) => {
      const outcome = await run(context.session(), {
        args: command.args,
        programArgs: context.behindDashes,
        ...reportingOptions(flags),
      })
      noteFindings(context, outcome, flags.format ?? [])
      context.exit(outcome.exitCode)
    })
  return addReportingOptions(command, {
    format: 'reports to write into the run folder, separated by commas',
    out: 'put the run folder there instead of in the cache',
  })
}
