import { Command } from 'commander'
import { test } from '../../workflows/test.ts'
import type { Context } from '../context.ts'
import { noteFindings } from '../messages.ts'

const examples = `
Everything behind MapSan's own option is for go test: its flags, packages, -args. Standard output is what
go test prints, and a test that races on a map fails with "race detected during execution of test".

Examples:
  mapsan test ./...
  mapsan test -run TestCache -count 100 -v ./cache
  mapsan test --out artifacts/run -json ./... > test.json
`

interface TestFlags {
  readonly out?: string
}

export function testCommand(context: Context): Command {
  return new Command('test')
    .summary('go test with the map sanitizer')
    .description('Runs `go test` with the map sanitizer: a test that races on a map fails.')
    .usage('[--out <folder>] [go test flags] [packages]')
    .option('--out <folder>', 'put the run folder there instead of in the cache')
    .addHelpText('after', examples)
    .passThroughOptions()
    .allowUnknownOption()
    .allowExcessArguments()
    .action(async (flags: TestFlags, command: Command) => {
      const args = context.dashes ? [...command.args, '--', ...context.behindDashes] : command.args
      const outcome = await test(context.session(), { args, ...(flags.out !== undefined && { out: flags.out }) })
      noteFindings(context, outcome)
      context.exit(outcome.exitCode)
    })
}
