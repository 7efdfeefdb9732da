const clause = /package[ \t]+([\p{L}_][\p{L}\p{Nd}_]*)/uy
const space = /\s*/y

/** The name of the package that a file belongs to; empty where it does not say it. Comments before it may have lines that begin with the same word. */
export function packageNameOf(text: string): string {
  for (let at = 0; ; ) {
    space.lastIndex = at
    space.exec(text)
    at = space.lastIndex
    const ending = text.startsWith('//', at) ? '\n' : text.startsWith('/*', at) ? '*/' : undefined
    if (ending === undefined) break
    const end = text.indexOf(ending, at + 2)
    if (end < 0) return ''
    at = end + ending.length
  }
  clause.lastIndex = space.lastIndex
  return clause.exec(text)?.[1] ?? ''
}
