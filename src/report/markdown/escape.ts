import { printable } from '../text.ts'

/** A text of the program as a line, or the end of one, in which nothing is markup. */
export function inline(text: string): string {
  return unlinked(entities(text).replace(/[\\`*_{}[\]|~$#]|^[-+=]/g, '\\$&'))
}

/** The same inside of HTML, where Markdown's own escapes do not hold. */
export function html(text: string): string {
  return unlinked(entities(text))
}

/** A text in the font of code, whatever backquotes it has. */
export function code(text: string): string {
  const shown = printable(text)
  const fence = '`'.repeat(longestRun(shown) + 1)
  const pad = /^[` ]|[` ]$/.test(shown) ? ' ' : ''
  return `${fence}${pad}${shown}${pad}${fence}`
}

/** Lines as they are. */
export function codeBlock(lines: readonly string[], language: string): string {
  const fence = '`'.repeat(Math.max(longestRun(lines.join('\n')) + 1, 3))
  return `${fence}${language}\n${lines.map((line) => printable(line.replaceAll('\t', '    '))).join('\n')}\n${fence}`
}

function longestRun(text: string): number {
  return Math.max(0, ...Array.from(text.matchAll(/`+/g), ([run]) => run.length))
}

function entities(text: string): string {
  return printable(text).replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
}

/** An empty comment keeps GitHub from notifying whoever `@name` is, and from making links of `#1` and of addresses. */
function unlinked(text: string): string {
  return text.replace(/[@#]|https?(?=:)|www(?=\.)/gi, '$&<!-- -->')
}
