import { printable } from '../text.ts'

/** A text of the program as a piece of a line in which nothing is markup. */
export function inline(text: string): string {
  return html(text).replace(/[\\`*_{}[\]()+!|~$-]|#(?=<)/g, '\\$&')
}

/**
 * The same inside of HTML, where Markdown's own escapes do not hold. The empty comments keep GitHub from notifying
 * whoever `@name` is, and from making links of `#1` and `www.`.
 */
export function html(text: string): string {
  return printable(text)
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replace(/[@#]|https?(?=:)|www(?=\.)/gi, '$&<!-- -->')
}

/** A text in the font of code, whatever backquotes it has. */
export function code(text: string): string {
  const shown = printable(text)
  const fence = '`'.repeat(longestRun(shown) + 1)
  return `${fence} ${shown} ${fence}`
}

/** Lines as they are. */
export function codeBlock(lines: readonly string[], language: string): string {
  const fence = '`'.repeat(Math.max(longestRun(lines.join('\n')) + 1, 3))
  return `${fence}${language}\n${lines.map((line) => printable(line.replaceAll('\t', '    '))).join('\n')}\n${fence}`
}

function longestRun(text: string): number {
  return Math.max(0, ...Array.from(text.matchAll(/`+/g), ([run]) => run.length))
}
