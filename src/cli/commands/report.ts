import { Command, Option } from 'commander'
import { ToolError } from '../../errors.ts'
import { logFormats } from '../../report/registry.ts'
import { views, type View } from '../../report/views.ts'
import { report } from '../../workflows/report.ts'
import type { Context } from '../context.ts'
import { shellWord } from '../messages.ts'
import { addReportingOptions, formatsToPrint, printOwnership, printReports, reportingOptions, type ReportingFlags } from '../reporting.ts'

const examples = `
Examples:
  mapsan report artifacts
  mapsan report --format sarif artifacts > races.sarif
  mapsan report --format markdown,junit --out reports artifacts
  mapsan report --format baseline artifacts > mapsan-baseline.json
  mapsan report --view ownership artifacts     which goroutines share which maps, and how
`

interface ReportFlags extends ReportingFlags {
  readonly view: View
}

export function reportCommand(context: Context): Command {
  const command = new Command('report')
    .summary('print the report of a recorded run')
    .description('Prints the report of a recorded run from its folder alone: neither Go nor the sources are needed.')
    .argument('<run folder>', 'the folder that MapSan named at the end of the run')
    .addOption(new Option('--view <view>', 'what to show: the findings, or how maps are shared').choices([...views]).default('findings'))
    .addHelpText('after', examples)
    .action(async (folder: string, flags: ReportFlags) => {
      const { format = ['terminal'], out, view } = flags
      if (view === 'ownership' && out !== undefined) throw new ToolError('USAGE', '--view ownership prints, and --out writes reports of findings; report.json has how maps are shared as well')
      if (format.length > 1 && out === undefined) throw new ToolError('USAGE', `several formats (${format.join(', ')}) need --out, a folder for their files`)
      const recorded = await report({ cwd: process.cwd() }, { folder, ...reportingOptions({ ...flags, format }) })
      const printed = out === undefined ? formatsToPrint(format) : format.filter((one) => logFormats.includes(one))
      const show = view === 'ownership' ? printOwnership : printReports
      show(recorded.report, printed, context.print, context.style)
      if (out !== undefined) context.progress.note(`${recorded.files.join(', ')} written to ${shellWord(out)}`)
      context.exit(recorded.exitCode)
    })
  return addReportingOptions(command, {
    format: 'how to write the report (default: terminal); several, separated by commas, need --out',
    out: 'write the reports there instead of to standard output, as report.json, report.sarif …',
  })
}
