import type { Report } from '../../src/model/report.ts'
import { renderers, type Format } from '../../src/report/registry.ts'

export function render(format: Format, report: Report): string {
  return [...renderers[format](report, { colour: false, width: 100 })].join('')
}
