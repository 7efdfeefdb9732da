import { Command, Option } from 'commander'
import { raceRun, raceTest, type RaceOptions } from '../../workflows/race.ts'
import type { Context } from '../context.ts'
import { parseDuration } from '../duration.ts'
import { noteRaces } from '../messages.ts'
import { addReportingOptions, reportingOptions, type ReportingFlags } from '../reporting.ts'

const examples = `
Everything behind MapSan's own options is for go test: its flags, packages, -args. With the word \`run\` first, it is
for go build: flags, one package, and behind -- the arguments of the program. Standard output is what go test or the
program prints; the report goes to standard error at the end.

The race detector writes into files of MapSan's, not to standard error, so that no report is lost in a child process,
a test runner or a crash. Your own GORACE stays in force; a log_path in it gets a copy. -race needs cgo and a C
compiler, except on darwin. Results of tests that Go has cached are not used.

When a process dies of "fatal error: concurrent map …" before the detector has seen the race, that is a finding too, with
the one side that is known. With packages named, it is read in what go test prints. Where tests and programs print to your
own standard output (no packages, -bench, -fuzz, run), that stays as it is, a terminal a terminal: the package gets a file
more, in an overlay, by which the runtime also writes its last words to a file (debug.SetCrashOutput, one open file more in
the process). They cannot be read then with GOTRACEBACK=none, when the program calls SetCrashOutput itself, with \`run
-cover\` (the file would be in your profile), in packages all of whose files are embedded, in packages of the module cache
and of the standard library, on windows, and with Go before 1.24; the exit code is 3 in that case.

Examples:
  mapsan race ./...
  mapsan race --timeout 10m --format sarif,junit --out races ./...
  mapsan race -run TestCache -count 20 ./cache
  mapsan race run ./cmd/server -- -addr :8080
`

interface RaceFlags extends ReportingFlags {
  readonly timeout?: number
}

export function raceCommand(context: Context): Command {
  const command = new Command('race')
    .summary('go test -race as a gate: the same reports for all data races')
    .description("Runs tests, or a program, under Go's own race detector, and reports every data race that it finds: on maps and elsewhere.")
    .usage('[options] [go test flags] [packages]\n       mapsan race [options] run [go build flags] [package] [-- arguments of the program]')
    .addOption(new Option('--timeout <duration>', 'end everything after this time, for instance 10m, and fail').argParser(parseDuration))
    .addHelpText('after', examples)
    .passThroughOptions()
    .allowUnknownOption()
    .allowExcessArguments()
    .action(async (flags: RaceFlags, command: Command) => {
      const { timeout, format = ['terminal'] } = flags
      const options: Omit<RaceOptions, 'args'> = { ...reportingOptions(flags), ...(timeout !== undefined && { timeoutMs: timeout }) }
      const [first, ...words] = command.args
      const outcome = first === 'run'
        ? await raceRun(context.session(), { ...options, args: words, programArgs: context.behindDashes })
        : await raceTest(context.session(), { ...options, args: context.dashes ? [...command.args, '--', ...context.behindDashes] : command.args })
      noteRaces(context, outcome, format)
      context.exit(outcome.exitCode)
    })
  return addReportingOptions(command, {
    format: 'reports to write into the run folder, separated by commas; terminal (the default) and github are printed as well',
    out: 'put the run folder there instead of in the cache',
  })
}
