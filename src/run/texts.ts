/**
 * Makes strings and stacks from bytes, each only once: a hundred thousand races of a large program have
 * few distinct stacks, and would not fit into memory otherwise.
 */
import type { Frame, Stack } from '../model/finding.ts'
import type { ByteReader } from './byte-reader.ts'

export class Texts {
  readonly #strings = new Map<string, string>()
  readonly #stacks = new Map<string, Stack>()

  string(reader: ByteReader): string {
    const bytes = reader.bytes(reader.u16())
    const key = latin1(bytes)
    const known = this.#strings.get(key)
    if (known !== undefined) return known
    const made = utf8.decode(bytes)
    this.#strings.set(key, made)
    return made
  }

  stack(reader: ByteReader): Stack {
    const start = reader.position
    const frames = reader.u8()
    for (let i = 0; i < frames && reader.intact; i++) skipFrame(reader)
    const end = reader.position
    if (!reader.intact) return []

    reader.position = start
    const key = latin1(reader.bytes(end - start))
    const known = this.#stacks.get(key)
    if (known !== undefined) return known
    reader.position = start + 1
    const made = Array.from({ length: frames }, () => this.#frame(reader))
    this.#stacks.set(key, made)
    return made
  }

  #frame(reader: ByteReader): Frame {
    return { function: this.string(reader), file: this.string(reader), line: reader.u32() }
  }
}

// Bytes that are no UTF-8 become U+FFFD; a byte order mark is an ordinary character inside of a path.
const utf8 = new TextDecoder('utf-8', { ignoreBOM: true })

function latin1(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1')
}

function skipFrame(reader: ByteReader): void {
  reader.bytes(reader.u16())
  reader.bytes(reader.u16())
  reader.u32()
}
