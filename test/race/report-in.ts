import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { jsonReport, type JsonReport } from '../../src/report/json-schema.ts'

/** The report that `--out` was given a folder for. */
export function reportIn(folder: string): JsonReport {
  return jsonReport.parse(JSON.parse(readFileSync(join(folder, 'report.json'), 'utf8')))
}
