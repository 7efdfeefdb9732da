/**
 * One file for a browser: nothing of it is fetched, and all of it is there without JavaScript, which adds search and sort.
 * Both sides of each race, what led to it, and whose the shared maps are.
 */
import type { Report } from '../model/report.ts'
import { findingsSection } from './html/findings.ts'
import { pageHead, titleOf } from './html/head.ts'
import { html, Markup } from './html/markup.ts'
import { ownership } from './html/ownership.ts'
import { openPage } from './html/page.ts'
import { contentSecurityPolicy } from './html/policy.ts'
import { ruleExplanations } from './html/rules.ts'
import { runSummary } from './html/run.ts'
import { script } from './html/script.ts'
import { style } from './html/style.ts'

export function* renderHtml(report: Report): Generator<string> {
  for (const part of parts(report)) yield part.toString()
}

function* parts(report: Report): Generator<Markup> {
  const page = openPage(report)
  const rules = [...new Set(report.findings.map(({ rule }) => rule))]
  yield html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${contentSecurityPolicy({ script, style })}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="referrer" content="no-referrer">
<title>${titleOf(report)}</title>
<style>${new Markup(style)}</style>
</head>
<body>
`
  yield pageHead(report)
  if (report.findings.length > 0) yield* findingsSection(report.findings, page)
  if (report.lint === undefined) yield* ownership(report.sharedMaps, page)
  if (rules.length > 0) yield ruleExplanations(rules, report)
  yield runSummary(report)
  yield html`</main>
<footer>Written by MapSan ${report.run.mapsan}. <code>mapsan explain</code> has more about each rule.</footer>
<script>${new Markup(script)}</script>
</body>
</html>
`
}
