import { structuredPatch } from 'diff'

/** A file before and after; null where there is none. */
export interface FileChange {
  /** Relative, with slashes. */
  readonly path: string
  readonly before: Uint8Array | null
  readonly after: Uint8Array | null
  /** Of a file that comes or goes. */
  readonly mode?: '100644' | '100755'
}

/** A patch that `git apply` takes, as bytes: what it quotes need not be UTF-8. */
export function unifiedDiff(changes: readonly FileChange[]): Buffer {
  return Buffer.concat(changes.map(diffOf))
}

/** The same the other way round. */
export function reversed(changes: readonly FileChange[]): FileChange[] {
  return changes.map(({ before, after, ...rest }) => ({ ...rest, before: after, after: before }))
}

function diffOf({ path, before, after, mode = '100644' }: FileChange): Buffer {
  // Byte for byte: each becomes the character of the same number, and that is written as the same byte.
  const { hunks } = structuredPatch('', '', latin1(before), latin1(after), undefined, undefined, { context: 3 })
  const oldName = quoted(`a/${path}`)
  const newName = quoted(`b/${path}`)
  const header = [
    `diff --git ${oldName} ${newName}`,
    ...(before === null ? [`new file mode ${mode}`] : []),
    ...(after === null ? [`deleted file mode ${mode}`] : []),
    `--- ${before === null ? '/dev/null' : named(oldName)}`,
    `+++ ${after === null ? '/dev/null' : named(newName)}`,
  ]
  const body = hunks.flatMap(({ oldStart, oldLines, newStart, newLines, lines }) => [`@@ -${range(oldStart, oldLines)} +${range(newStart, newLines)} @@`, ...lines])
  return Buffer.concat([Buffer.from(`${header.join('\n')}\n`), Buffer.from(body.map((line) => `${line}\n`).join(''), 'latin1')])
}

function latin1(bytes: Uint8Array | null): string {
  return bytes === null ? '' : Buffer.from(bytes).toString('latin1')
}

function range(start: number, count: number): string {
  if (count === 1) return `${start}`
  return count === 0 ? `${start - 1},0` : `${start},${count}`
}

/** A name with a space in it is told from a date by the tab behind it. */
function named(name: string): string {
  return name.includes(' ') ? `${name}\t` : name
}

/** As git quotes names (quote.c): of more than plain characters in the manner of C, byte by byte. */
function quoted(name: string): string {
  const bytes = [...Buffer.from(name)]
  if (bytes.every((byte) => byte >= 0x20 && byte < 0x7f && byte !== 0x22 && byte !== 0x5c)) return name
  const escaped = bytes.map((byte) => {
    if (byte === 0x22 || byte === 0x5c) return `\\${String.fromCharCode(byte)}`
    return byte >= 0x20 && byte < 0x7f ? String.fromCharCode(byte) : `\\${byte.toString(8).padStart(3, '0')}`
  })
  return `"${escaped.join('')}"`
}
