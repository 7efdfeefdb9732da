import { InvalidArgumentError, Option, type Command } from 'commander'
import { ToolError } from '../errors.ts'
import type { Report } from '../model/report.ts'
import { formats, isFormat, logFormats, renderers, type Format } from '../report/registry.ts'
import { ownershipRenderers } from '../report/views.ts'
import { failOnLevels, type FailOn, type ReportingOptions } from '../workflows/reporting.ts'
import type { Context } from './context.ts'

export interface ReportingFlags {
  readonly format?: readonly Format[]
  readonly out?: string
  readonly baseline?: string
  readonly failOn: FailOn
}

/** The options that say how findings are judged and written down. */
export function addReportingOptions(command: Command, help: { readonly format: string; readonly out: string }): Command {
  return command
    .addOption(new Option('--format <formats>', `${help.format}: ${formats.join(', ')}`).argParser(parseFormats))
    .option('--out <folder>', help.out)
    .option('--baseline <file>', 'races that this file names do not count (--format baseline writes it)')
    .addOption(new Option('--fail-on <what>', 'what makes the exit code 1').choices([...failOnLevels]).default('finding'))
}

export function reportingOptions({ format = [], out, baseline, failOn }: ReportingFlags): ReportingOptions {
  return { formats: format, failOn, ...(out !== undefined && { out }), ...(baseline !== undefined && { baseline }) }
}

/** One format is for whoever asked. Of several, which went into files, those are shown that are read in a log. */
export function formatsToPrint(chosen: readonly Format[]): readonly Format[] {
  return chosen.length === 1 ? chosen : chosen.filter((format) => logFormats.includes(format))
}

export function printReports(report: Report, chosen: readonly Format[], print: (text: string) => void, style: Context['style']): void {
  for (const format of chosen) {
    for (const piece of renderers[format](report, style)) print(piece)
  }
}

/** How maps are shared. */
export function printOwnership(report: Report, chosen: readonly Format[], print: (text: string) => void, style: Context['style']): void {
  for (const format of chosen) {
    const renderer = ownershipRenderers[format]
    if (renderer === undefined) throw new ToolError('USAGE', `${format} does not show how maps are shared; these do: ${Object.keys(ownershipRenderers).join(', ')}`)
    for (const piece of renderer(report, style)) print(piece)
  }
}

/** `sarif` or `sarif,junit`. */
function parseFormats(text: string): readonly Format[] {
  const names = text.split(',').map((name) => name.trim())
  if (!names.every(isFormat)) throw new InvalidArgumentError(`Allowed choices are ${formats.join(', ')}, or several of them, separated by commas.`)
  return [...new Set(names)]
}
