import { ToolError } from '../errors.ts'
import type { Merge } from '../patch/journal.ts'
import { mergeEdits } from '../patch/merge.ts'
import { loadGoSyntax } from '../syntax/go.ts'

/** A file that was edited since it was instrumented: the edits stay, the hooks go. */
export const mergeFile: Merge = async (path, original, instrumented, edited) => {
  const stale = (where: string): ToolError => new ToolError('PATCH_STALE', `${path}${where} was edited so that it is not clear what of it is MapSan's; nothing was changed`)
  if (original.length === 0) throw stale(', which MapSan made,')
  const [before, after, now] = [original, instrumented, edited].map(decode)
  if (before === undefined || after === undefined || now === undefined) throw stale('')
  const merged = mergeEdits(await loadGoSyntax(), before, after, now)
  if (merged.kind === 'unclear') throw stale(`:${merged.line}`)
  return Buffer.from(merged.text)
}

/** Undefined for what is no UTF-8: it would not be the same when it is written again. */
function decode(bytes: Buffer): string | undefined {
  const text = bytes.toString('utf8')
  return Buffer.from(text).equals(bytes) ? text : undefined
}
