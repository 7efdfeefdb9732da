import { Command } from 'commander'
import { run } from '../../workflows/run.ts'
import type { Context } from '../context.ts'
import { noteFindings } from '../messages.ts'

const examples = `
The program has the terminal to itself and ends as it would without MapSan. Its races are written to standard
error as they are found; the environment variable MAPSAN changes that (see \`mapsan build --help\`).

Examples:
  mapsan run .
  mapsan run -tags dev ./cmd/server -- -addr :8080
`

interface RunFlags {
  readonly out?: string
}

export function runCommand(context: Context): Command {
  return new Command('run')
    .summary('go run with the map sanitizer')
    .description('Builds a program with the map sanitizer and runs it.')
    .usage('[--out <folder>] [go build flags] [package] [-- arguments of the program]')
    .option('--out <folder>', 'put the run folder there instead of in the cache')
    .addHelpText('after', examples)
    .passThroughOptions()
    .allowUnknownOption()
    .allowExcessArguments()
    .action(async (flags: RunFlags, command: Command) => {
      const outcome = await run(context.session(), {
        args: command.args,
        programArgs: context.behindDashes,
        ...(flags.out !== undefined && { out: flags.out }),
      })
      noteFindings(context, outcome)
      context.exit(outcome.exitCode)
    })
}
