import { readFile } from 'node:fs/promises'
import { diskPath } from '../model/origin.ts'
import type { Analysis, Excerpt, RunSummary } from '../model/report.ts'
import { cutExcerpt, quotedPlaces, type QuotedPlace } from '../report/excerpts.ts'

/** The source lines that the reports quote, as far as the files are there. */
export async function quoteSources({ findings }: Analysis, run: RunSummary): Promise<readonly Excerpt[]> {
  const excerpts = await Promise.all(quotedPlaces(findings, run).map((place) => quote(place, run)))
  return excerpts.filter((excerpt) => excerpt !== undefined)
}

async function quote(place: QuotedPlace, run: RunSummary): Promise<Excerpt | undefined> {
  const path = diskPath(place.file, run)
  const source = path === undefined ? undefined : await readFile(path, 'utf8').catch(() => undefined)
  return source === undefined ? undefined : cutExcerpt(place, source)
}
