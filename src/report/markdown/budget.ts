/** GitHub refuses a longer one. Counted here in bytes of UTF-8, which are never fewer than characters. */
export const longestComment = 65_536

/** Room for the lines that say what had to be left out. */
export const reserve = 500

/** What is left of the size of a comment. */
export class Budget {
  #left: number

  constructor(bytes: number) {
    this.#left = bytes
  }

  spend(text: string): string {
    this.#left -= Buffer.byteLength(text)
    return text
  }

  /** The texts of the first items, as many as there is room for. */
  take<T>(items: readonly T[], render: (item: T, index: number) => string): readonly string[] {
    const texts: string[] = []
    for (const [index, item] of items.entries()) {
      const text = render(item, index)
      if (Buffer.byteLength(text) > this.#left) break
      texts.push(this.spend(text))
    }
    return texts
  }
}
