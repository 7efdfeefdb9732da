/** SARIF 2.1.0, for code scanning: https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html */
import type { Invocation, Log, ReportingDescriptor, Run } from 'sarif'
import type { Report } from '../model/report.ts'
import type { Severity } from '../model/lint.ts'
import { ruleIds, type FindingRule } from '../model/rule.ts'
import { indexExcerpts } from './excerpts.ts'
import { ruleMarkdown, rulePlainText } from './explain.ts'
import { describeGuardGap } from './guard-gap.ts'
import { ruleTextOf } from './rules/registry.ts'
import { resultOf } from './sarif/result.ts'
import { folderUri, moduleBase } from './sarif/uri.ts'
import { printable } from './text.ts'

const schema = 'https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json'

/** GitHub reads 5,000 results of a run. Beyond, the stacks would make gigabytes for nobody; they are in the JSON report. */
const resultsWithFlows = 5000

/** One document, result by result: a hundred thousand of them do not fit into one string. */
export function* renderSarif(report: Report): Generator<string> {
  const { run, findings, baseline, excerpts } = report
  const rules = rulesOf(report)
  const context = {
    rules,
    origin: run,
    excerpts: indexExcerpts(excerpts),
    compared: baseline !== undefined,
    suppressing: findings.some(({ suppression }) => suppression !== undefined),
  }
  const log: Log = { $schema: schema, version: '2.1.0', runs: [{ ...runOf(report, rules), results: [] }] }
  const [head = '', foot = ''] = JSON.stringify(log, undefined, 2).split('"results": []')
  yield `${head}"results": [`
  let separator = '\n'
  for (const [index, finding] of findings.entries()) {
    yield `${separator}        ${JSON.stringify(resultOf(finding, context, index < resultsWithFlows))}`
    separator = ',\n'
  }
  yield `${findings.length > 0 ? '\n      ' : ''}]${foot}\n`
}

function runOf(report: Report, rules: readonly FindingRule[]): Run {
  const { run } = report
  return {
    tool: {
      driver: {
        name: 'MapSan',
        semanticVersion: run.mapsan,
        version: run.mapsan,
        rules: rules.map((rule) => ruleDescriptor(rule, report)),
      },
    },
    invocations: [invocationOf(report)],
    ...(run.moduleRoot !== '' && {
      originalUriBaseIds: { [moduleBase]: { uri: folderUri(run.moduleRoot), description: { text: 'The folder of go.mod or go.work.' } } },
    }),
    // Only lines are known; columns that a viewer derives from snippets count as in most editors.
    columnKind: 'utf16CodeUnits',
  }
}

/** Those of lint rules that found something come after those of runs. */
function rulesOf({ findings }: Report): readonly FindingRule[] {
  return [...new Set([...ruleIds, ...findings.map(({ rule }) => rule)])]
}

/** As GitHub names them. */
const problemSeverities: Readonly<Record<Severity, string>> = { error: 'error', warning: 'warning', note: 'recommendation' }

function ruleDescriptor(id: FindingRule, report: Report): ReportingDescriptor {
  const text = ruleTextOf(id, report)
  const lint = report.findings.find(({ rule, lint }) => rule === id && lint !== undefined)?.lint
  const { name, summary, links } = text
  const [link] = links
  return {
    id,
    name,
    shortDescription: { text: summary },
    fullDescription: { text: summary },
    help: { text: rulePlainText(text), markdown: ruleMarkdown(text) },
    ...(link && { helpUri: link.url }),
    defaultConfiguration: { level: lint?.severity ?? 'error' },
    properties: lint === undefined
      ? { tags: ['concurrency', 'correctness'], precision: 'very-high', 'problem.severity': 'error' }
      : { tags: lint.cwe === undefined ? ['correctness'] : ['security', `external/cwe/cwe-${lint.cwe}`], precision: 'high', 'problem.severity': problemSeverities[lint.severity] },
  }
}

function invocationOf({ run, warnings, guardGaps, unusedSuppressions }: Report): Invocation {
  // No results: what is only a warning must not become an alert of code scanning.
  const gaps = guardGaps.map((gap) => ({ level: 'note' as const, message: { text: describeGuardGap(gap, run) } }))
  return {
    executionSuccessful: run.status !== 'running',
    startTimeUtc: run.startedAt,
    ...(run.finishedAt !== null && { endTimeUtc: run.finishedAt }),
    arguments: run.command.slice(1),
    toolExecutionNotifications: [...[...warnings, ...unusedSuppressions].map((text) => ({ level: 'warning' as const, message: { text: printable(text) } })), ...gaps],
  }
}
