import { Command, CommanderError } from 'commander'
import { errorTable, ToolError } from '../errors.ts'
import type { ExitCode } from '../workflows/recording.ts'
import { buildCommand } from './commands/build.ts'
import { diagnoseCommand } from './commands/diagnose.ts'
import { doctorCommand } from './commands/doctor.ts'
import { explainCommand } from './commands/explain.ts'
import { fixCommand } from './commands/fix.ts'
import { flagsCommand } from './commands/flags.ts'
import { instrumentCommand } from './commands/instrument.ts'
import { lintCommand } from './commands/lint.ts'
import { raceCommand } from './commands/race.ts'
import { reportCommand } from './commands/report.ts'
import { revertCommand } from './commands/revert.ts'
import { runCommand } from './commands/run.ts'
import { testCommand } from './commands/test.ts'
import { createContext, packageVersion, type CommandLine, type Context } from './context.ts'
import { describeError } from './messages.ts'

const exitCodes = `
Exit codes: 0 clean, 1 races or errors found, 2 MapSan could not run, 3 your build or program failed.
Standard output has the report; progress and errors go to standard error.
`

/** In the order in which the help lists them. */
const commands = [diagnoseCommand, testCommand, runCommand, buildCommand, flagsCommand, fixCommand, instrumentCommand, revertCommand, lintCommand, raceCommand, reportCommand, explainCommand, doctorCommand]

/** Runs one command line to its exit code. Nothing is thrown. */
export async function runCli(commandLine: CommandLine): Promise<ExitCode> {
  let exitCode: ExitCode = 0
  const context = createContext(commandLine, (code) => {
    exitCode = code
  })
  const program = new Command('mapsan')
    .description('MapSan finds unsynchronised access to Go maps.')
    .version(packageVersion, '-V, --version', 'print the version')
    .helpOption('-h, --help', 'print help')
    .addHelpText('after', exitCodes)
    .helpCommand('help [command]', 'print the help of a command')
    .configureHelp({ subcommandTerm: (command) => command.name() })
    .enablePositionalOptions()
    .exitOverride()
  for (const command of commands) program.addCommand(command(context).helpOption('-h, --help', 'print help').exitOverride())
  try {
    await program.parseAsync([...context.words], { from: 'user' })
    return exitCode
  } catch (error) {
    return explain(error, context)
  }
}

function explain(error: unknown, { progress }: Context): ExitCode {
  // Commander has printed its help or its message already.
  if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2
  if (error instanceof ToolError) {
    progress.note(describeError(error))
    return errorTable[error.code].exit
  }
  progress.note(`this is a bug of MapSan, please report it: ${error instanceof Error ? error.stack : String(error)}`)
  return 2
}
