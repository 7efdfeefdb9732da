import type { Report, RunSummary } from '../model/report.ts'
import { jsonReportVersion, type JsonReport } from './json-schema.ts'

/** One JSON document, its layout as of json-schema.ts, finding by finding. */
export function* renderJson({ run, findings, dropped, warnings, guardGaps, sharedMaps, unusedSuppressions, lint }: Report): Generator<string> {
  const head: Pick<JsonReport, 'schema' | 'run'> = { schema: jsonReportVersion, run: summaryOf(run) }
  const foot: Pick<JsonReport, 'dropped' | 'warnings' | 'unusedSuppressions' | 'lint'> = {
    dropped,
    warnings: [...warnings],
    unusedSuppressions: [...unusedSuppressions],
    ...(lint && { lint }),
  }

  yield `{\n${members(head)},\n`
  yield* list('findings', findings)
  yield `,\n${members(foot)},\n`
  yield* list('guardGaps', guardGaps)
  if (sharedMaps !== undefined) {
    yield ',\n'
    yield* list('sharedMaps', sharedMaps)
  }
  yield '\n}\n'
}

/** A member that can be longer than the longest string. */
function* list(name: string, items: readonly object[]): Generator<string> {
  yield `  ${JSON.stringify(name)}: [`
  let separator = '\n    '
  for (const item of items) {
    yield separator + indented(item, 2)
    separator = ',\n    '
  }
  yield `${items.length > 0 ? '\n  ' : ''}]`
}

/** Without what else lies in run.json, which has a version of its own. */
function summaryOf(run: RunSummary): JsonReport['run'] {
  const { mapsan, detector, command, cwd, moduleRoot, modulePaths, goroot, go, commands, startedAt, finishedAt, status } = run
  return {
    mapsan,
    ...(detector && { detector }),
    command: [...command],
    cwd,
    moduleRoot,
    modulePaths: [...modulePaths],
    goroot,
    go,
    commands: commands.map((finished) => ({ ...finished, command: [...finished.command] })),
    startedAt,
    finishedAt,
    status,
  }
}

function members(part: object): string {
  return Object.entries(part)
    .map(([key, value]) => `  ${JSON.stringify(key)}: ${indented(value, 1)}`)
    .join(',\n')
}

/** As it stands that deep in a document: JSON.stringify indents it itself, which is several times as fast as doing so afterwards. */
function indented(value: unknown, depth: 1 | 2): string {
  return depth === 1 ? JSON.stringify([value], undefined, 2).slice('[\n  '.length, -'\n]'.length) : JSON.stringify([[value]], undefined, 2).slice('[\n  [\n    '.length, -'\n  ]\n]'.length)
}
