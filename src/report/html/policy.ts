import { createHash } from 'node:crypto'

/**
 * What a browser lets the page do: run this script, use these styles, and nothing else. Should a text of the program
 * ever become markup after all, it still loads and runs nothing.
 */
export function contentSecurityPolicy({ script, style }: { readonly script: string; readonly style: string }): string {
  return [
    "default-src 'none'",
    `script-src ${hashSource(script)}`,
    `style-src ${hashSource(style)}`,
    "base-uri 'none'",
    "form-action 'none'",
  ].join('; ')
}

/** As https://www.w3.org/TR/CSP3/#match-element-to-source-list has it. */
function hashSource(text: string): string {
  return `'sha256-${createHash('sha256').update(text).digest('base64')}'`
}
