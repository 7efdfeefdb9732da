/**
 * Reads values one after the other and never throws: past the end, or after a value that cannot be,
 * it answers zeros and `intact` is false from then on.
 */
export class ByteReader {
  intact = true
  position: number
  readonly #bytes: Uint8Array
  readonly #view: DataView
  readonly #end: number

  constructor(bytes: Uint8Array, start: number, end: number) {
    this.#bytes = bytes
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
    this.position = start
    this.#end = Math.min(end, bytes.byteLength)
  }

  u8(): number {
    const at = this.#take(1)
    return at === undefined ? 0 : this.#view.getUint8(at)
  }

  u16(): number {
    const at = this.#take(2)
    return at === undefined ? 0 : this.#view.getUint16(at, true)
  }

  u32(): number {
    const at = this.#take(4)
    return at === undefined ? 0 : this.#view.getUint32(at, true)
  }

  u64(): bigint {
    const at = this.#take(8)
    return at === undefined ? 0n : this.#view.getBigUint64(at, true)
  }

  /** A u64 that counts something; what no number holds exactly becomes the largest that does. */
  count(): number {
    return Math.min(Number(this.u64()), Number.MAX_SAFE_INTEGER)
  }

  bytes(length: number): Uint8Array {
    const at = this.#take(length)
    return at === undefined ? new Uint8Array() : this.#bytes.subarray(at, at + length)
  }

  reject(): void {
    this.intact = false
  }

  #take(length: number): number | undefined {
    if (!this.intact || this.position + length > this.#end) {
      this.intact = false
      return undefined
    }
    const at = this.position
    this.position += length
    return at
  }
}
