import { Command, CommanderError } from 'commander'
import { errorTable, ToolError } from '../errors.ts'
import type { ExitCode } from '../workflows/recording.ts'
import { createContext, packageVersion, type CommandLine, type Context } from './context.ts'
import { describeError } from './messages.ts'

const exitCodes = `
Exit codes: 0 clean, 1 races or errors found, 2 MapSan could not run or tests were interrupted,
3 your build or program failed.
Standard output has the report; progress and errors go to standard error.
`

type CommandMaker = (context: Context) => Command

/** In the order in which the help lists them. Only what is asked for is loaded: all together take a quarter longer than one. */
const commands: Readonly<Record<string, () => Promise<CommandMaker>>> = {
  diagnose: async () => (await import('./commands/diagnose.ts')).diagnoseCommand,
  test: async () => (await import('./commands/test.ts')).testCommand,
  run: async () => (await import('./commands/run.ts')).runCommand,
  build: async () => (await import('./commands/build.ts')).buildCommand,
  flags: async () => (await import('./commands/flags.ts')).flagsCommand,
  fix: async () => (await import('./commands/fix.ts')).fixCommand,
  instrument: async () => (await import('./commands/instrument.ts')).instrumentCommand,
  revert: async () => (await import('./commands/revert.ts')).revertCommand,
  lint: async () => (await import('./commands/lint.ts')).lintCommand,
  race: async () => (await import('./commands/race.ts')).raceCommand,
  report: async () => (await import('./commands/report.ts')).reportCommand,
  explain: async () => (await import('./commands/explain.ts')).explainCommand,
  doctor: async () => (await import('./commands/doctor.ts')).doctorCommand,
}

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
  for (const load of askedFor(context.words)) program.addCommand((await load())(context).helpOption('-h, --help', 'print help').exitOverride())
  try {
    await program.parseAsync([...context.words], { from: 'user' })
    return exitCode
  } catch (error) {
    return explain(error, context)
  }
}

/** All of them where none is named: for the help, or to say what there is. */
function askedFor([word]: readonly string[]): readonly (() => Promise<CommandMaker>)[] {
  const all = Object.entries(commands)
  const named = all.filter(([name]) => name === word)
  return (named.length > 0 ? named : all).map(([, load]) => load)
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
