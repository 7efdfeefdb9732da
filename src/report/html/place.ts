import type { Frame } from '../../model/finding.ts'
import type { ProgramOrigin } from '../../model/origin.ts'
import { placeOf } from '../terminal/stack.ts'
import { html, type Markup } from './markup.ts'

/** `config/config.go:31`, to be copied into an editor. */
export function place(frame: Pick<Frame, 'file' | 'line'> | undefined, origin: ProgramOrigin): Markup {
  return frame ? html`<code class="place">${placeOf(frame, origin)}</code>` : html`an unknown place`
}
