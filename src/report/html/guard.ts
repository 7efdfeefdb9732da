import type { Guard } from '../../model/observation.ts'
import { describeShare } from '../advice.ts'
import { html, type Markup } from './markup.ts'

/** `Config.mu, held by 4,310 of 4,312 accesses (99.9 %)` */
export function describeGuard(guard: Guard): Markup {
  return html`<code>${guard.lock}</code>, held by ${describeShare(guard)} (${share(guard)})`
}

/** Rounded down: only all of them are 100 %. */
export function share({ held, of }: Pick<Guard, 'held' | 'of'>): string {
  if (of === 0) return '0 %'
  return `${Math.floor((held / of) * 1000) / 10} %`
}
