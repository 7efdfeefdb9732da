import { readFile } from 'node:fs/promises'
import { statementText, type SourceLine } from '../model/lines.ts'
import { diskPath, userFrameOf } from '../model/origin.ts'
import type { RunSummary } from '../model/report.ts'
import type { DecodedStream } from '../model/stream.ts'

/** The statements of all lines that raced, as far as the sources are there; sorted. */
export async function readStatements(streams: readonly DecodedStream[], run: RunSummary): Promise<readonly SourceLine[]> {
  const linesOfFile = new Map<string, Set<number>>()
  for (const access of streams.flatMap(({ races }) => races).flatMap(({ accesses }) => accesses)) {
    const frame = userFrameOf(access, run)
    if (!frame) continue
    const lines = linesOfFile.get(frame.file) ?? new Set()
    linesOfFile.set(frame.file, lines.add(frame.line))
  }
  const statements: SourceLine[] = []
  for (const [file, lines] of [...linesOfFile].sort(([a], [b]) => (a < b ? -1 : 1))) {
    const source = await readSource(file, run)
    for (const line of [...lines].sort((a, b) => a - b)) {
      const text = statementText(source[line - 1] ?? '')
      if (text !== '') statements.push({ file, line, text })
    }
  }
  return statements
}

async function readSource(file: string, run: RunSummary): Promise<readonly string[]> {
  const path = diskPath(file, run)
  const text = path === undefined ? undefined : await readFile(path, 'utf8').catch(() => undefined)
  return text?.split('\n') ?? []
}
