import { statementText, type SourceLine } from '../model/lines.ts'
import type { Access } from '../model/finding.ts'
import { userFrameOf } from '../model/origin.ts'
import type { RunSummary } from '../model/report.ts'
import type { DecodedStream } from '../model/stream.ts'
import type { BuiltSources } from './built-sources.ts'

/** The statements of all lines that findings may name, as far as the sources are there and unchanged; sorted. */
export async function readStatements(streams: readonly DecodedStream[], run: RunSummary, sources: Pick<BuiltSources, 'read'>): Promise<readonly SourceLine[]> {
  const linesOfFile = new Map<string, Set<number>>()
  for (const access of streams.flatMap(placesOf)) {
    const frame = userFrameOf(access, run)
    if (!frame) continue
    const lines = linesOfFile.get(frame.file) ?? new Set()
    linesOfFile.set(frame.file, lines.add(frame.line))
  }
  const statements: SourceLine[] = []
  for (const [file, lines] of [...linesOfFile].sort(([a], [b]) => (a < b ? -1 : 1))) {
    const source = await sources.read(file)
    const text = source.kind === 'same' ? source.text.split('\n') : []
    for (const line of [...lines].sort((a, b) => a - b)) {
      const statement = statementText(text[line - 1] ?? '')
      if (statement !== '') statements.push({ file, line, text: statement })
    }
  }
  return statements
}

/** Races name both of their sides; of maps that are shared, uses may break what is declared of them. */
function placesOf({ races, sharedMaps = [] }: DecodedStream): readonly Pick<Access, 'stack'>[] {
  const uses = sharedMaps.flatMap((maps) => [...maps.uses, ...maps.handOvers.flatMap(({ from, to }) => [from, to])])
  return [...races.flatMap(({ accesses }) => accesses), ...uses.filter(({ variable }) => variable?.declarations !== undefined)]
}
