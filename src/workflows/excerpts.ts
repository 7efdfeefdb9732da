import { readFile } from 'node:fs/promises'
import { diskPath, userFrameOf } from '../model/origin.ts'
import type { Frame } from '../model/finding.ts'
import type { Analysis, Excerpt, RunSummary } from '../model/report.ts'

const linesAround = 2

/** The source lines of both accesses of every finding, as far as the files are there. */
export async function quoteSources({ findings }: Analysis, run: RunSummary): Promise<readonly Excerpt[]> {
  const frames = findings.flatMap(({ accesses }) => accesses.map((access) => userFrameOf(access, run)))
  const places = new Map(frames.filter((frame) => frame !== undefined).map((frame) => [`${frame.file}:${frame.line}`, frame]))
  const excerpts = await Promise.all([...places.values()].map((frame) => quote(frame, run)))
  return excerpts.filter((excerpt) => excerpt !== undefined)
}

async function quote({ file, line }: Frame, run: RunSummary): Promise<Excerpt | undefined> {
  const path = diskPath(file, run)
  const text = path === undefined ? undefined : await readFile(path, 'utf8').catch(() => undefined)
  if (text === undefined) return undefined
  const lines = text.split(/\r?\n/)
  const first = Math.max(1, line - linesAround)
  return { file, line, firstLine: first, lines: lines.slice(first - 1, line + linesAround) }
}
