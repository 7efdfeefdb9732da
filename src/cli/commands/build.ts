import { Command } from 'commander'
import { build } from '../../workflows/build.ts'
import type { Context } from '../context.ts'

const examples = `
The program needs nothing of MapSan when it runs. A race changes neither its behaviour nor its exit code; it is
reported on standard error. Settings in the environment variable MAPSAN, separated by spaces, change that:
  log_path=<path>    write reports to <path>.<pid>; or stderr, stdout, off
  halt_on_error=1    exit after the first report, with exit code 66 unless exitcode says another
  exitcode=<n>       exit with n instead of 0 when races were found

Examples:
  mapsan build -o bin/server ./cmd/server
  MAPSAN="log_path=/var/log/races exitcode=66" bin/server
`

export function buildCommand(context: Context): Command {
  return new Command('build')
    .summary('go build of a program that reports map races while it serves')
    .description('Runs `go build` with the map sanitizer: the program reports map races by itself, for instance in staging.')
    .usage('[-o <file>] [go build flags] [packages]')
    .addHelpText('after', examples)
    .passThroughOptions()
    .allowUnknownOption()
    .allowExcessArguments()
    .action(async (_flags: object, command: Command) => {
      const built = await build(context.session(), { args: [...command.args, ...context.behindDashes] })
      const where = built.output === undefined ? '' : ` as ${built.output}`
      context.progress.note(`built ${built.packages.join(' ')}${where}; it reports map races on standard error`)
      context.progress.note('MAPSAN="log_path=/var/log/races" in its environment sends them to a file; see `mapsan build --help`')
    })
}
