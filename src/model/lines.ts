/** Single lines of the program's sources, as they were when it ran, without what a formatter may change. */
export type SourceLines = ReadonlyMap<string, string>

export interface SourceLine {
  readonly file: string
  readonly line: number
  readonly text: string
}

export function indexLines(lines: readonly SourceLine[]): SourceLines {
  return new Map(lines.map(({ file, line, text }) => [placeKey({ file, line }), text]))
}

export function placeKey({ file, line }: { readonly file: string; readonly line: number }): string {
  return `${file}:${line}`
}

/** The statement on a line: its comment is no part of it, and neither is how it is set. */
export function statementText(line: string): string {
  // A `//` inside of a string cuts it short as well, which is as good: always at the same place.
  return line.replace(/\/\/.*$/s, '').trim().replace(/\s+/g, ' ')
}
