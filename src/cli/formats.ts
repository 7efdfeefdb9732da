import { Option } from 'commander'
import type { Report } from '../model/report.ts'
import { formats, renderers, type Format } from '../report/registry.ts'
import type { Context } from './context.ts'

export interface FormatOption {
  readonly format: Format
}

export function formatOption(): Option {
  return new Option('--format <format>', 'how to write the report').choices([...formats]).default('terminal')
}

export function printReport(report: Report, format: Format, { print, style }: Context): void {
  for (const piece of renderers[format](report, style)) print(piece)
}
