import { Command } from 'commander'
import { ToolError } from '../../errors.ts'
import { explainRule, listLintRules } from '../../report/explain.ts'
import { logFormats } from '../../report/registry.ts'
import { lint, lintRuleTexts, type LintOptions } from '../../workflows/lint.ts'
import { watchLint } from '../../workflows/lint/watch.ts'
import type { Context } from '../context.ts'
import { describeError, shellWord } from '../messages.ts'
import { addReportingOptions, formatsToPrint, printReports, reportingOptions, type ReportingFlags } from '../reporting.ts'

const help = `
Looks at sources, and runs nothing: Go files of the folders that are named as for the go command (default: ./...), whatever
their build constraints say. Where the sources of a package do not say whether something is a map, Go's types do, if Go is
there; otherwise such places are left out, and the report says so.

A finding is an error or a warning. Errors make the exit code 1; with --fail-on warning, warnings do so as well.
Ignore one with // mapsan:ignore MAP-001 <reason>, or in mapsan.json.

A rule is one JSON file: id, title, message, explanation, severity, priority, language "go", query (tree-sitter), where,
examples { bad, good }, fix, and optionally cwe, contains, package-contains, declaration-contains, see, limits, links, off.
What the query calls @at is reported. The examples are the rule's tests: a line that is to be reported ends in // want. The
texts of the three that contain spare most files or declarations being parsed; a query for functions as such is asked of
those alone that have the texts of a has-text at the head of where.

Examples:
  mapsan lint
  mapsan lint --format sarif ./... > lint.sarif
  mapsan lint --rules team-rules ./internal/...
  mapsan lint --rule MAP-004 ./...             one rule, also one that is off
  mapsan lint --run <run folder>               marks what has happened in that run; also a report.json
  mapsan lint --watch --rules team-rules ./...
  mapsan lint --explain MAP-001
`

interface LintFlags extends ReportingFlags {
  readonly rules: readonly string[]
  readonly rule: readonly string[]
  readonly tests?: true
  readonly run?: string
  readonly explain?: string
  readonly list?: true
  readonly watch?: true
}

const collect = (value: string, before: readonly string[]): readonly string[] => [...before, value]

export function lintCommand(context: Context): Command {
  const command = new Command('lint')
    .summary('find misuse of maps and locks in sources, without running them')
    .description('Applies rules to Go sources: maps and locks, sync.Map, goroutines, and some security.')
    .usage('[options] [folders]')
    .argument('[folders...]', 'folders, folder/... or files (default: ./...)')
    .option('--rules <folder>', 'apply the rules in this folder as well; may be repeated', collect, [])
    .option('--rule <id>', 'apply this rule only, also if it is off; may be repeated', collect, [])
    .option('--tests', 'look at test files as well')
    .option('--run <folder>', 'mark what has happened in a recorded run: its folder, or the JSON report of it')
    .option('--watch', 'lint again what changes, sources and rules, until Ctrl-C')
    .option('--explain <id>', 'say what a rule means, with its examples')
    .option('--list', 'list the rules')
    .addHelpText('after', help)
    .action(async (folders: readonly string[], flags: LintFlags) => {
      const session = context.session()
      const { format = ['terminal'], out, rules, rule, tests = false, run } = flags
      if (flags.explain !== undefined || flags.list) return explain(context, await lintRuleTexts(session, rules), flags.explain)
      if (format.length > 1 && out === undefined) throw new ToolError('USAGE', `several formats (${format.join(', ')}) need --out, a folder for their files`)
      const options: LintOptions = { ...reportingOptions({ ...flags, format }), patterns: folders, rules, only: rule, tests, ...(run !== undefined && { run }) }
      if (flags.watch) return watch(context, session, options)
      const linted = await lint(session, options)
      printReports(linted.report, out === undefined ? formatsToPrint(format) : format.filter((one) => logFormats.includes(one)), context.print, context.style)
      if (out !== undefined) context.progress.note(`${linted.files.join(', ')} written to ${shellWord(out)}`)
      if (linted.fixable > 0 && format.includes('terminal')) sayHowToFix(context, folders, linted.fixable)
      context.exit(linted.exitCode)
    })
  return addReportingOptions(command, {
    format: 'how to write the report (default: terminal); several, separated by commas, need --out',
    out: 'write the reports there instead of to standard output, as report.json, report.sarif …',
  })
}

function sayHowToFix({ progress }: Context, folders: readonly string[], fixable: number): void {
  const where = folders.length === 0 ? './...' : folders.map(shellWord).join(' ')
  progress.note(`${fixable === 1 ? '1 finding' : `${fixable} findings`} may have a fix: \`mapsan lint --format json ${where} > lint.json\`, then \`mapsan fix --lint lint.json ${where}\``)
}

/** After each change the whole report, and on standard error how long it took. */
async function watch({ progress, print, style }: Context, session: ReturnType<Context['session']>, options: LintOptions): Promise<void> {
  if (options.out !== undefined) throw new ToolError('USAGE', '--watch prints; --out writes reports of one lint')
  await watchLint(session, options, {
    report: ({ report, milliseconds, folders }) => {
      printReports(report, options.formats, print, style)
      progress.note(`${folders.length === 1 ? shellWord(folders[0] ?? '') : `${folders.length} folders`} linted in ${Math.round(milliseconds)} ms; waiting for changes`)
    },
    mistake: (error) => progress.note(describeError(error)),
  })
}

/** One rule, or a line for each. */
function explain({ print, style }: Context, texts: Awaited<ReturnType<typeof lintRuleTexts>>, id: string | undefined): void {
  if (id === undefined) {
    print(listLintRules(texts))
    return
  }
  const found = texts.find((one) => one.id === id)
  if (found === undefined) throw new ToolError('USAGE', `there is no rule ${JSON.stringify(id)}; there are: ${texts.map((one) => one.id).join(', ')}`)
  print(explainRule(id, found.text, style))
}
