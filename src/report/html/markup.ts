import { printable } from '../text.ts'

/** HTML in which nothing that a program called itself is markup. */
export class Markup {
  readonly #text: string

  constructor(text: string) {
    this.#text = text
  }

  toString(): string {
    return this.#text
  }
}

export type Content = Markup | string | number | false | undefined | readonly Content[]

/**
 * A template whose values are text: what could act on the page or reorder a line is shown as an escape instead. Only what
 * such a template made itself stays markup. Values may stand between tags and in attributes with quotes, nowhere else.
 */
export function html(parts: TemplateStringsArray, ...values: readonly Content[]): Markup {
  return new Markup(parts.map((part, index) => part + render(values[index])).join(''))
}

/** Content, with something between its parts. */
export function joined(contents: readonly Content[], separator: Content): Content {
  return contents.map((content, index) => (index === 0 ? content : [separator, content]))
}

function render(value: Content): string {
  if (value === undefined || value === false) return ''
  if (value instanceof Markup) return value.toString()
  if (typeof value === 'number') return String(value)
  if (typeof value === 'string') return escape(value)
  return value.map(render).join('')
}

const entities: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' }

function escape(text: string): string {
  return printable(text).replace(/[&<>"']/g, (character) => entities[character] ?? character)
}
