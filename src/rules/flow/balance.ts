import type { Node } from 'web-tree-sitter'

/** Whether a function leaves with other locks than it came with, or may: it takes one that it does not release, or the reverse. */
export function leavesUnclear(fn: Node): boolean {
  const text = fn.childForFieldName('body')?.text ?? ''
  if (!mayLeaveUnclear(text)) return false
  const count = (pattern: RegExp): number => text.match(pattern)?.length ?? 0
  const [taken, released] = [count(/\.R?Lock\(\)/g), count(/\.R?Unlock\(\)/g)]
  return taken > 0 !== released > 0 || /\bTryR?Lock\(\)|(?<![.\w])(un)?lock\(|acquire|release/i.test(text)
}

/** The same by a text with the function in it, before that is parsed: most functions have nothing to do with locks. */
export function mayLeaveUnclear(text: string): boolean {
  return /ock\(|acquire|release/i.test(text)
}
