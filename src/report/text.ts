// What could move the cursor, change colours or reorder the line: controls, bidirectional overrides, zero-width
// characters, line separators, halves of surrogate pairs.
const unprintable = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu

/** A text of the observed program, such as a path or a function's name, made safe for a terminal. */
export function printable(text: string): string {
  return text.replace(unprintable, (character) => {
    const code = (character.codePointAt(0) ?? 0).toString(16)
    return code.length <= 2 ? `\\x${code.padStart(2, '0')}` : `\\u{${code}}`
  })
}

/** Columns that a text takes; wide characters count as one, which costs no more than an uneven column. */
export function widthOf(text: string): number {
  return Array.from(text).length
}

/** At most so many columns, the middle left out: both ends of a symbol say something. */
export function shorten(text: string, width: number): string {
  const characters = Array.from(text)
  if (characters.length <= width) return text
  const kept = Math.max(width - 1, 0)
  const head = Math.ceil(kept / 2)
  return [...characters.slice(0, head), '…', ...characters.slice(characters.length - (kept - head))].join('')
}

/** Lines of at most `width` columns, broken between words, and inside of a word only when it is longer than a line. */
export function wrap(text: string, width: number): string[] {
  const lines: string[] = []
  let line = ''
  for (const piece of text.split(' ').flatMap((word) => breakWord(word, width))) {
    if (line !== '' && widthOf(line) + 1 + widthOf(piece) > width) {
      lines.push(line)
      line = piece
    } else {
      line = line === '' ? piece : `${line} ${piece}`
    }
  }
  return [...lines, line]
}

/** `4310` as `4,310`, whatever the locale. */
export function grouped(count: number): string {
  return String(count).replace(/\B(?=(\d{3})+$)/g, ',')
}

export function plural(count: number, noun: string, nouns = `${noun}s`): string {
  return `${grouped(count)} ${count === 1 ? noun : nouns}`
}

function breakWord(word: string, width: number): string[] {
  const characters = Array.from(word)
  if (characters.length <= width) return [word]
  return Array.from({ length: Math.ceil(characters.length / width) }, (_, i) =>
    characters.slice(i * width, (i + 1) * width).join(''),
  )
}
