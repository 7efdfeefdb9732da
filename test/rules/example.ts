/** An example of a rule as a file: those without a package clause get one. */
export function withPackage(lines: readonly string[]): string {
  const text = lines.join('\n')
  return /^package /m.test(text) ? `${text}\n` : `package p\n\n${text}\n`
}

/** The lines that end in `// want`. */
export function wantedLines(text: string): readonly number[] {
  return text.split('\n').flatMap((line, index) => (/\/\/ want\b/.test(line) ? [index + 1] : []))
}
