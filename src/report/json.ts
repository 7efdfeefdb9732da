import type { Report, RunSummary } from '../model/report.ts'
import { jsonReportVersion, type JsonReport } from './json-schema.ts'

/** One JSON document, its layout as of json-schema.ts, finding by finding. */
export function* renderJson({ run, findings, dropped, warnings, unusedSuppressions }: Report): Generator<string> {
  const head: Pick<JsonReport, 'schema' | 'run'> = { schema: jsonReportVersion, run: summaryOf(run) }
  const foot: Pick<JsonReport, 'dropped' | 'warnings' | 'unusedSuppressions'> = {
    dropped,
    warnings: [...warnings],
    unusedSuppressions: [...unusedSuppressions],
  }

  yield `{\n${members(head)},\n  "findings": [`
  let separator = '\n    '
  for (const finding of findings) {
    yield separator + indented(finding, 4)
    separator = ',\n    '
  }
  yield `${findings.length > 0 ? '\n  ' : ''}],\n${members(foot)}\n}\n`
}

/** Without what else lies in run.json, which has a version of its own. */
function summaryOf(run: RunSummary): JsonReport['run'] {
  const { mapsan, command, cwd, moduleRoot, modulePaths, goroot, go, commands, startedAt, finishedAt, status } = run
  return {
    mapsan,
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
    .map(([key, value]) => `  ${JSON.stringify(key)}: ${indented(value, 2)}`)
    .join(',\n')
}

function indented(value: unknown, columns: number): string {
  return JSON.stringify(value, undefined, 2).replaceAll('\n', `\n${' '.repeat(columns)}`)
}
