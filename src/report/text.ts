// What could move the cursor, change colours or reorder the line: controls, bidirectional overrides, zero-width
// characters, line separators, halves of surrogate pairs.
const unprintable = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu

/** Nearly all texts: that nothing has to be replaced in them is seen several times as fast as by looking for what would be. */
const ascii = /^[ -~]*$/

/** A text of the observed program, such as a path or a function's name, made safe for a terminal. */
export function printable(text: string): string {
  if (ascii.test(text)) return text
  return text.replace(unprintable, (character) => {
    const code = (character.codePointAt(0) ?? 0).toString(16)
    return code.length <= 2 ? `\\x${code.padStart(2, '0')}` : `\\u{${code}}`
  })
}

/** Columns that a text takes; wide characters count as one, which costs no more than an uneven column. */
export function widthOf(text: string): number {
  return astral.test(text) ? Array.from(text).length : text.length
}

/** Texts without characters of two code units, nearly all, need not be taken apart to be measured. */
const astral = /[\ud800-\udfff]/

/** At most so many columns, the middle left out: both ends of a symbol say something. */
export function shorten(text: string, width: number): string {
  if (widthOf(text) <= width) return text
  const characters = Array.from(text)
  const kept = Math.max(width - 1, 0)
  const head = Math.ceil(kept / 2)
  return [...characters.slice(0, head), '…', ...characters.slice(characters.length - (kept - head))].join('')
}

/** Lines of at most `width` columns, broken between words, and inside of a word only when it is longer than a line. */
export function wrap(text: string, width: number): string[] {
  const lines: string[] = []
  let line = ''
  let used = 0
  for (const piece of text.split(' ').flatMap((word) => breakWord(word, width))) {
    const needed = widthOf(piece)
    if (line !== '' && used + 1 + needed > width) {
      lines.push(line)
      line = piece
      used = needed
    } else {
      used = line === '' ? needed : used + 1 + needed
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
  if (widthOf(word) <= width) return [word]
  const characters = Array.from(word)
  return Array.from({ length: Math.ceil(characters.length / width) }, (_, i) =>
    characters.slice(i * width, (i + 1) * width).join(''),
  )
}
