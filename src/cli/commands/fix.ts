import { Command, Option } from 'commander'
import { ToolError } from '../../errors.ts'
import { renderFixes } from '../../report/fix.ts'
import { openLint } from '../../workflows/fix-lint.ts'
import { fixFrom } from '../../workflows/fix-from.ts'
import { fix, type FixOutcome } from '../../workflows/fix.ts'
import { failOnLevels, type FailOn } from '../../workflows/reporting.ts'
import type { Context } from '../context.ts'
import { parseCount, parseDuration } from '../duration.ts'
import { shellWord } from '../messages.ts'

const examples = `
Packages and flags are those of \`mapsan diagnose\`. Each fix is compiled in an overlay and the same programs and
tests are run again; one after which anything is reported, a test fails or a program ends otherwise is shown as
failed and never applied. What cannot be fixed safely is explained. Only --apply writes to your tree; fix.patch
and fix.revert.patch, for \`git apply\`, are in the run folder.

Exit codes: 0 nothing to fix, or all of it has a verified fix; 1 something is left to you; 2 MapSan could not run,
or a file changed meanwhile; 3 your build or program failed.

Examples:
  mapsan fix                                   run the program in this folder, and fix what is found
  mapsan fix --apply ./...                     and write what is verified into the tree
  mapsan fix --diff ./cache | git apply        the patch alone
  mapsan fix --from artifacts 36c253ee4709     one finding of a recorded run
  mapsan lint --format json ./... > lint.json
  mapsan fix --lint lint.json ./...            what rules found, with the programs and tests of ./... as the check
`

interface FixFlags {
  readonly from?: string
  readonly lint?: string
  readonly id: readonly string[]
  readonly runs: number
  readonly for?: number
  readonly apply?: true
  readonly diff?: true
  readonly out?: string
  readonly baseline?: string
  readonly failOn: FailOn
}

export function fixCommand(context: Context): Command {
  return new Command('fix')
    .summary('turn findings into patches, and show that they work')
    .description('Runs a program or tests as `mapsan diagnose` does, chooses a fix for each variable that raced, and runs all again with it.')
    .usage('[options] [go flags] [packages] [-- arguments of the program]')
    .option('--from <run folder>', 'fix the findings of a recorded run; what follows are ids of findings, not packages')
    .option('--lint <report>', 'fix the findings of a report of `mapsan lint --format json`, and show by runs that all else stays as it is')
    .option('--id <id>', 'with --lint, this finding only; may be repeated', (value: string, before: readonly string[]) => [...before, value], [])
    .addOption(new Option('--runs <n>', 'run so many times before and after each fix').argParser(parseCount).default(10))
    .addOption(new Option('--for <duration>', 'end the program after this time, for instance 30s: SIGINT, then SIGKILL').argParser(parseDuration))
    .option('--apply', 'write verified fixes into the tree')
    .option('--diff', 'print nothing but the patch of verified fixes')
    .option('--out <folder>', 'put the run folder there instead of in the cache')
    .option('--baseline <file>', 'races that this file names are left alone')
    .addOption(new Option('--fail-on <what>', 'as for diagnose').choices([...failOnLevels]).default('finding').hideHelp())
    .addHelpText('after', examples)
    .allowUnknownOption()
    .allowExcessArguments()
    .action(async (flags: FixFlags, command: Command) => {
      const outcome = await start(context, flags, command.args)
      const { results, applied, patch, files, diagnosis } = outcome
      context.print(flags.diff ? patch : renderFixes({ results, applied }, context.style))
      if (files !== undefined) {
        const apply = (patch: string): string => `\`git ${files.root === process.cwd() ? '' : `-C ${shellWord(files.root)} `}apply ${shellWord(patch)}\``
        context.progress.note(applied ? `applied; ${apply(files.revert)} takes it back` : `${apply(files.patch)} applies it, as --apply would have done`)
      }
      context.progress.note(`this run is kept in ${diagnosis.folder.path}`)
      context.exit(outcome.exitCode)
    })
}

async function start(context: Context, flags: FixFlags, words: readonly string[]): Promise<FixOutcome> {
  const { out, baseline, runs, failOn, from, lint, id } = flags
  const common = { formats: [], failOn, runs, apply: flags.apply ?? false, ...(out !== undefined && { out }), ...(baseline !== undefined && { baseline }) }
  if (lint === undefined && id.length > 0) throw new ToolError('USAGE', '--id names findings of the report that --lint gives; with --from, ids follow it')
  if (from === undefined) {
    const session = context.session()
    return fix(session, { ...common, ...(lint !== undefined && { lint: await openLint(session, lint, id) }), args: words, programArgs: context.behindDashes, ...(flags.for !== undefined && { forMs: flags.for }) })
  }
  if (lint !== undefined) throw new ToolError('USAGE', '--from and --lint are two sources of findings: give one of them')
  if (context.dashes || flags.for !== undefined) throw new ToolError('USAGE', 'with --from, the run is repeated as it was recorded: neither --for nor arguments behind `--` can be given')
  return fixFrom(context.session(), { ...common, folder: from, ids: words })
}
