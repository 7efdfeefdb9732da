import { Command } from 'commander'
import { report } from '../../workflows/report.ts'
import type { Context } from '../context.ts'
import { formatOption, printReport, type FormatOption } from '../formats.ts'

export function reportCommand(context: Context): Command {
  return new Command('report')
    .summary('print the report of a recorded run')
    .description('Prints the report of a recorded run from its folder alone: neither Go nor the sources are needed.')
    .argument('<run folder>', 'the folder that MapSan named at the end of the run')
    .addOption(formatOption())
    .action(async (folder: string, { format }: FormatOption) => {
      const recorded = await report({ cwd: process.cwd() }, { folder })
      printReport(recorded, format, context)
      context.exit(recorded.findings.length > 0 ? 1 : 0)
    })
}
