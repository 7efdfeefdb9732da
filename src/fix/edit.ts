import MagicString from 'magic-string'

/** A change in one file: the text from `start` to `end` becomes another. Of several at one place, the one that is named first comes first. */
export interface Edit {
  readonly file: string
  readonly start: number
  readonly end: number
  readonly text: string
}

/** The text with the edits of its file. */
export function applyEdits(source: string, edits: readonly Edit[]): string {
  const edited = new MagicString(source)
  for (const { start, end, text } of edits) {
    if (start === end) edited.appendLeft(start, text)
    else edited.update(start, end, text)
  }
  return edited.toString()
}
