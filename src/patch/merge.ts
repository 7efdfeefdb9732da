import { diffArrays } from 'diff'
import type { GoSyntax } from '../syntax/go.ts'
import { findMarks, type Cut } from './strip.ts'

export type Merged =
  | { readonly kind: 'merged'; readonly text: string }
  | { readonly kind: 'unclear'; readonly line: number }

/**
 * A source that was edited after it was instrumented, without what was put in. Instrumenting moves no line: those that
 * were not edited are again the original ones, byte for byte; from those that were, the marked insertions are taken out.
 */
export function mergeEdits(syntax: GoSyntax, original: string, instrumented: string, edited: string): Merged {
  const found = findMarks(syntax, edited)
  if (found.kind === 'unclear') return found
  const lines = linesOf(edited)
  const stripped = stripLines(lines, found.cuts)
  if (stripped === undefined) return { kind: 'unclear', line: lineAt(edited, found.cuts.find(({ start, end }) => edited.slice(start, end).includes('\n'))?.start ?? 0) }
  const originals = linesOf(original)
  const merged: string[] = []
  let old = 0
  let now = 0
  for (const { added, removed, count } of diffArrays(linesOf(instrumented), lines)) {
    if (removed) old += count
    else if (added) {
      merged.push(...stripped.slice(now, now + count))
      now += count
    } else {
      merged.push(...originals.slice(old, old + count))
      old += count
      now += count
    }
  }
  const text = merged.join('')
  const left = findMarks(syntax, text)
  if (left.kind === 'unclear') return left
  const [first] = left.cuts
  return first === undefined ? { kind: 'merged', text } : { kind: 'unclear', line: lineAt(text, first.start) }
}

/** With their ends. */
function linesOf(text: string): string[] {
  return text.match(/[^\n]*\n|[^\n]+$/g) ?? []
}

/** Undefined when a cut goes beyond its line: that line would be joined to the next one. */
function stripLines(lines: readonly string[], cuts: readonly Cut[]): string[] | undefined {
  const stripped: string[] = []
  let start = 0
  let next = 0
  for (const line of lines) {
    const end = start + line.length
    let text = ''
    let done = start
    for (let cut = cuts[next]; cut !== undefined && cut.start < end; cut = cuts[++next]) {
      if (cut.end > end || line.slice(cut.start - start, cut.end - start).includes('\n')) return undefined
      text += line.slice(done - start, cut.start - start) + cut.instead
      done = cut.end
    }
    stripped.push(text + line.slice(done - start))
    start = end
  }
  return stripped
}

function lineAt(text: string, index: number): number {
  return text.slice(0, index).split('\n').length
}
