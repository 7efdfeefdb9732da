import type { Report } from '../model/report.ts'
import { renderers, reportFiles, type Format } from '../report/registry.ts'
import { writeReport, type RunFolder } from '../run/folder.ts'

const plain = { colour: false, width: 100 }

/** Writes reports into a folder, each into the file of its format; answers with the names of the files. */
export async function writeReports(folder: RunFolder, report: Report, formats: readonly Format[]): Promise<readonly string[]> {
  const chosen = [...new Set(formats)]
  for (const format of chosen) await writeReport(folder, reportFiles[format], renderers[format](report, plain))
  return chosen.map((format) => reportFiles[format])
}
