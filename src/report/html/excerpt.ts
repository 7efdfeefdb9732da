import type { Frame } from '../../model/finding.ts'
import { placeKey } from '../../model/lines.ts'
import type { Excerpt } from '../../model/report.ts'
import { dedent } from '../terminal/excerpt.ts'
import { html, type Markup } from './markup.ts'

/** The source lines around an access, or why there are none. */
export function sourceLines(frame: Frame | undefined, excerpts: ReadonlyMap<string, Excerpt>): Markup {
  const excerpt = frame && excerpts.get(placeKey(frame))
  if (!excerpt) return html`<p class="quiet source-missing">The lines of this place were not kept: the source was not there.</p>`
  if (excerpt.changed) return html`<p class="quiet source-missing">The file has changed since the program was built, so its lines are not shown.</p>`
  const lines = dedent(excerpt.lines).map((text, index) => sourceLine(text, excerpt.firstLine + index, excerpt.line))
  // What scrolls must be reached by keyboard.
  return html`<pre class="source" tabindex="0" role="group" aria-label="source around line ${excerpt.line}"><code>${lines}</code></pre>`
}

function sourceLine(text: string, number: number, marked: number): Markup {
  const content = html`<span class="number">${number}</span>${text}\n`
  return number === marked ? html`<mark class="line">${content}</mark>` : html`<span class="line">${content}</span>`
}
