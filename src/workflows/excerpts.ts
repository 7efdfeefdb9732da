import type { Analysis, Excerpt, RunSummary } from '../model/report.ts'
import { cutExcerpt, quotedPlaces, type QuotedPlace } from '../report/excerpts.ts'
import type { BuiltSources } from './built-sources.ts'

/** The source lines that the reports quote, as far as the files are there and as they were when the program was built. */
export async function quoteSources({ findings }: Analysis, run: RunSummary, sources: Pick<BuiltSources, 'read'>): Promise<readonly Excerpt[]> {
  const excerpts = await Promise.all(quotedPlaces(findings, run).map((place) => quote(place, sources)))
  return excerpts.filter((excerpt) => excerpt !== undefined)
}

async function quote(place: QuotedPlace, sources: Pick<BuiltSources, 'read'>): Promise<Excerpt | undefined> {
  const source = await sources.read(place.file)
  switch (source.kind) {
    case 'same':
      return cutExcerpt(place, source.text)
    case 'changed':
      return { ...place, firstLine: place.line, lines: [], changed: true }
    case 'gone':
      return undefined
  }
}
