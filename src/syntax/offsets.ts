/** Turns offsets into the UTF-8 of a text into indices of the string. */
export function indexOfBytes(text: string): (offset: number) => number {
  const bytes = Buffer.from(text)
  if (bytes.byteLength === text.length) return (offset) => offset
  const indices = new Map<number, number>()
  let offset = 0
  let index = 0
  for (const character of text) {
    indices.set(offset, index)
    offset += Buffer.byteLength(character)
    index += character.length
  }
  indices.set(offset, index)
  return (wanted) => indices.get(wanted) ?? text.length
}
