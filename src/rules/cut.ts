/** A file, cut at its top-level declarations without being parsed: most of them never have to be. */

/** A declaration with the comments before it. The pieces of a file have all of its text but for what is before the first. */
export interface Piece {
  readonly kind: 'function' | 'method' | 'type' | 'variable' | 'other'
  /** Of a function or method; of others, as far as one look says it. */
  readonly name: string | undefined
  /** The name and the type of a method's receiver, as far as it has a name. */
  readonly receiver: { readonly name: string | undefined; readonly type: string } | undefined
  readonly start: number
  readonly end: number
}

const kinds: Readonly<Record<string, Piece['kind']>> = { package: 'other', import: 'other', type: 'type', var: 'variable', const: 'variable', func: 'function' }

const word = '[\\p{L}_][\\p{L}\\p{Nd}_]*'
/** A function's head as far as its name, written as nearly everybody writes it. */
const head = new RegExp(`^func[ \\t]+(?:\\([ \\t]*(?:(${word})[ \\t]+)?\\*?[ \\t]*(${word})[ \\t]*(?:\\[[\\p{L}\\p{Nd}_, \\t]*\\])?[ \\t]*\\)[ \\t]*)?(${word})[ \\t]*[(\\[]`, 'u')
/** One declaration, or several in parentheses. */
const declared = new RegExp(`^(?:type|var|const)[ \\t]+(${word})[ \\t]`, 'u')

/**
 * Cuts a file. Undefined when something in it is not as expected: brackets that do not close, declarations that begin
 * otherwise. Such a file has to be looked at as a whole.
 */
export function cutFile(text: string): readonly Piece[] | undefined {
  const starts = findStarts(text)
  if (starts === undefined) return undefined
  const pieces: Piece[] = []
  for (const [index, { start, keyword }] of starts.entries()) {
    const word = /^[a-z]+/.exec(text.slice(keyword, keyword + 8))?.[0] ?? ''
    const kind = kinds[word]
    if (kind === undefined) return undefined
    const end = endOf(kind, text, starts[index + 1]?.start ?? text.length)
    if (end === undefined) return undefined
    const found = headOf(kind, text.slice(keyword, Math.min(end, keyword + 400)))
    if (found === undefined) return undefined
    pieces.push({ ...found, start, end })
  }
  return pieces
}

/** With the end of the line, which ends all declarations but functions. */
function endOf(kind: Piece['kind'], text: string, next: number): number | undefined {
  if (kind === 'function' || text.charCodeAt(next - 1) === semicolon) return next
  const line = text.indexOf('\n', next)
  if (line < 0) return text.length
  return text.slice(next, line).includes('/*') ? undefined : line + 1
}

function headOf(kind: Piece['kind'], text: string): Pick<Piece, 'kind' | 'name' | 'receiver'> | undefined {
  if (kind !== 'function') return { kind, name: declared.exec(text)?.[1], receiver: undefined }
  const [, own, type, name] = head.exec(text) ?? []
  if (name === undefined) return undefined
  return type === undefined ? { kind, name, receiver: undefined } : { kind: 'method', name, receiver: { name: own, type } }
}

/** All words of a text: a name that it declares is one of them. */
export function wordsOf(text: string): ReadonlySet<string> {
  return new Set(text.match(/[\p{L}_][\p{L}\p{Nd}_]*/gu))
}

/** A declaration's keyword, and where what belongs to it starts: behind the declaration before it. */
interface Start {
  readonly start: number
  readonly keyword: number
}

/** Go's lexical grammar as far as brackets, literals and comments are concerned: a declaration begins outside of all brackets, on a new line. */
function findStarts(text: string): readonly Start[] | undefined {
  const starts: Start[] = []
  let depth = 0
  /** Behind the last character that is neither space nor comment. */
  let last = 0
  let newLine = true
  for (let at = text.charCodeAt(0) === byteOrderMark ? 1 : 0; at < text.length; ) {
    const c = text.charCodeAt(at)
    if (c === lineFeed) {
      newLine = true
      at++
    } else if (c === space || c === tab || c === carriageReturn) {
      at++
    } else if (c === slash && text.charCodeAt(at + 1) === slash) {
      const end = text.indexOf('\n', at)
      at = end < 0 ? text.length : end
    } else if (c === slash && text.charCodeAt(at + 1) === star) {
      const end = text.indexOf('*/', at + 2)
      if (end < 0) return undefined
      newLine ||= text.slice(at, end).includes('\n')
      at = end + 2
    } else {
      if (newLine && depth === 0 && (last === 0 || endsStatement(text.charCodeAt(last - 1)))) starts.push({ start: last, keyword: at })
      newLine = c === semicolon
      if (isOpening(c)) depth++
      else if (isClosing(c)) depth--
      at = isQuote(c) ? endOfLiteral(text, at, c) : at + 1
      if (at === 0 || depth < 0) return undefined
      last = at
    }
  }
  return depth === 0 ? starts : undefined
}

const lineFeed = 10, carriageReturn = 13, tab = 9, space = 32
const slash = 47, star = 42, semicolon = 59, backslash = 92
const doubleQuote = 34, singleQuote = 39, backQuote = 96
const byteOrderMark = 0xfeff

function isOpening(c: number): boolean {
  return c === 40 || c === 91 || c === 123
}

function isClosing(c: number): boolean {
  return c === 41 || c === 93 || c === 125
}

function isQuote(c: number): boolean {
  return c === doubleQuote || c === singleQuote || c === backQuote
}

/** Whether the end of a line behind this character ends a statement: behind a word, a literal, a closing bracket, and behind a semicolon anyway. */
function endsStatement(c: number): boolean {
  return isClosing(c) || isQuote(c) || c === semicolon || c === 95 || c > 127 || (c >= 48 && c <= 57) || (c >= 65 && c <= 90) || (c >= 97 && c <= 122)
}

/** Behind a string or a rune; 0 when it does not end, or not on its line. */
function endOfLiteral(text: string, start: number, quote: number): number {
  if (quote === backQuote) return text.indexOf('`', start + 1) + 1
  for (let at = start + 1; at < text.length; at++) {
    const c = text.charCodeAt(at)
    if (c === quote) return at + 1
    if (c === backslash) at++
    else if (c === lineFeed) return 0
  }
  return 0
}
