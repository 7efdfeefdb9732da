import type { Frame, Stack } from '../../model/finding.ts'
import type { ProgramOrigin } from '../../model/origin.ts'
import { describeFolded, foldStandard, type Row } from '../terminal/stack.ts'
import { html, type Markup } from './markup.ts'
import { place } from './place.ts'

/** Frames, the innermost first; those of the standard library behind a click. `kept` is a frame that is shown in any case. */
export function stackList(stack: Stack, kept: Frame | undefined, origin: ProgramOrigin): Markup {
  if (stack.length === 0) return html`<p class="quiet">The stack is not known.</p>`
  return html`<ol class="stack">${foldStandard(stack, kept, origin).map((row) => stackRow(row, kept, origin))}</ol>`
}

function stackRow(row: Row, kept: Frame | undefined, origin: ProgramOrigin): Markup {
  if ('frame' in row) return html`<li${row.frame === kept && html` class="kept"`}>${frameLine(row.frame, origin)}</li>`
  const frames = row.folded.map((frame) => html`<li>${frameLine(frame, origin)}</li>`)
  return html`<li class="folded"><details><summary>${describeFolded(row.folded)}</summary><ol class="stack">${frames}</ol></details></li>`
}

function frameLine(frame: Frame, origin: ProgramOrigin): Markup {
  return html`<code class="function">${frame.function}</code> ${place(frame, origin)}`
}
