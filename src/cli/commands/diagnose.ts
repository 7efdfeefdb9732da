import { Command, Option } from 'commander'
import { diagnose } from '../../workflows/diagnose.ts'
import type { Context } from '../context.ts'
import { parseCount, parseDuration } from '../duration.ts'
import { noteRecorded } from '../messages.ts'
import { addReportingOptions, formatsToPrint, printOwnership, printReports, reportingOptions, type ReportingFlags } from '../reporting.ts'

const examples = `
Packages are named as for the go command: a folder, an import path, ./... (default: the current folder).
A folder may lie in another module. Flags of go build apply to programs and tests; with one of go test,
such as -run, the tests of main packages run as well. What the program prints goes to standard error.

Examples:
  mapsan diagnose                              build and run the program in this folder
  mapsan diagnose ./cmd/server --for 30s -- -addr :8080
  mapsan diagnose --ownership ./cmd/server     which goroutines share which maps, as well
  mapsan diagnose --runs 20 -run TestCache ./cache
  mapsan diagnose --format json ./... > races.json
  mapsan diagnose --format terminal,sarif,junit --out artifacts ./...
`

interface DiagnoseFlags extends ReportingFlags {
  readonly for?: number
  readonly runs: number
  readonly ownership?: true
}

export function diagnoseCommand(context: Context): Command {
  const command = new Command('diagnose')
    .summary('run a program or tests, and report every map race')
    .description('Builds a program with the map sanitizer and runs it, or runs the tests of a package that is no program, and reports every race on a map: both sides, with stacks and held locks.')
    .usage('[options] [go flags] [packages] [-- arguments of the program]')
    .addOption(new Option('--for <duration>', 'end the program after this time, for instance 30s: SIGINT, then SIGKILL').argParser(parseDuration))
    .addOption(new Option('--runs <n>', 'run so many times and merge what was found').argParser(parseCount).default(1))
    .option('--ownership', 'also show which goroutines share which maps, and how')
    .addHelpText('after', examples)
    .allowUnknownOption()
    .allowExcessArguments()
    .action(async (flags: DiagnoseFlags, command: Command) => {
      const outcome = await diagnose(context.session(), {
        args: command.args,
        programArgs: context.behindDashes,
        runs: flags.runs,
        ...(flags.for !== undefined && { forMs: flags.for }),
        ...reportingOptions(flags),
      })
      const printed = formatsToPrint(flags.format ?? ['terminal'])
      printReports(outcome.report, printed, context.print, context.style)
      // JSON has it anyway.
      if (flags.ownership) printOwnership(outcome.report, printed.filter((format) => format === 'terminal' || format === 'markdown'), context.print, context.style)
      noteRecorded(context, outcome)
      context.exit(outcome.exitCode)
    })
  return addReportingOptions(command, {
    format: 'how to write the report (default: terminal); several, separated by commas, go into the run folder',
    out: 'put the run folder there instead of in the cache',
  })
}
