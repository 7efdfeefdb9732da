import { Command } from 'commander'
import { test } from '../../workflows/test.ts'
import type { Context } from '../context.ts'
import { noteFindings } from '../messages.ts'
import { addReportingOptions, reportingOptions, type ReportingFlags } from '../reporting.ts'

const examples = `
Everything behind MapSan's own option is for go test: its flags, packages, -args. Standard output is what
go test prints, and a test that races on a map fails with "race detected during execution of test".

Examples:
  mapsan test ./...
  mapsan test -run TestCache -count 100 -v ./cache
  mapsan test --out artifacts/run -json ./... > test.json
`

export function testCommand(context: Context): Command {
  const command = new Command('test')
    .summary('go test with the map sanitizer')
    .description('Runs `go test` with the map sanitizer: a test that races on a map fails.')
    .usage('[options] [go test flags] [packages]')
    .addHelpText('after', examples)
    .passThroughOptions()
    .allowUnknownOption()
    .allowExcessArguments()
    .action(async (flags: ReportingFlags, command: Command) => {
      const args = context.dashes ? [...command.args, '--', ...context.behindDashes] : command.args
      const outcome = await test(context.session(), { args, ...reportingOptions(flags) })
      noteFindings(context, outcome, flags.format ?? [])
      context.exit(outcome.exitCode)
    })
  return addReportingOptions(command, {
    format: 'reports to write into the run folder, separated by commas',
    out: 'put the run folder there instead of in the cache',
  })
}
