import { ToolError } from '../errors.ts'

/**
 * Splits a list the way cmd/go splits GOFLAGS and the value of -gcflags (cmd/internal/quoted.Split): fields are
 * separated by white space, and a field that begins with a quote ends at the same quote. Nothing is unescaped.
 */
export function splitQuoted(list: string): string[] {
  const fields: string[] = []
  let rest = list.replace(/^[ \t\r\n]+/, '')
  while (rest !== '') {
    const quote = rest[0]
    if (quote === '"' || quote === "'") {
      const end = rest.indexOf(quote, 1)
      if (end < 0) throw new ToolError('USAGE', `unterminated ${quote} in a list of Go flags: ${list}`)
      fields.push(rest.slice(1, end))
      rest = rest.slice(end + 1)
    } else {
      const [field = ''] = /^[^ \t\r\n]+/.exec(rest) ?? []
      fields.push(field)
      rest = rest.slice(field.length)
    }
    rest = rest.replace(/^[ \t\r\n]+/, '')
  }
  return fields
}

/** The inverse of splitQuoted. Like cmd/go, it cannot write a field that has both kinds of quotes. */
export function joinQuoted(fields: readonly string[]): string {
  return fields.map(quoteField).join(' ')
}

function quoteField(field: string): string {
  // A quote within a field is a character like any other.
  if (/^[^ \t\r\n'"][^ \t\r\n]*$/.test(field)) return field
  if (!field.includes("'")) return `'${field}'`
  if (!field.includes('"')) return `"${field}"`
  throw new ToolError('USAGE', `Go cannot take both kinds of quotes in one flag: ${field}`)
}
