import { html, type Content } from './markup.ts'

/** Sentences with `code` in backquotes. */
export function prose(text: string): Content {
  return text.split('`').map((part, index) => (index % 2 === 0 ? part : html`<code>${part}</code>`))
}
