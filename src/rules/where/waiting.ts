import type { Node } from 'web-tree-sitter'
import { functionsAround, goroutineAround } from './around.ts'

const waits = /\.Wait\(|<-|\bselect\s*\{|\brange\s+\w*(ch|Ch|chan|Chan|done|results?|errs?|out|queue|jobs)\b|\bDone\(\)|\.Shutdown\(|synctest/

/**
 * Whether the function that starts the goroutine around a node waits for others after that, as far as its text says: on a
 * WaitGroup, on a channel. Whom it waits for, nobody can say; so that is enough.
 */
export function waitsAfter(node: Node): boolean {
  const goroutine = goroutineAround(node)
  const start = goroutine?.statement ?? node
  const [fn] = functionsAround(start)
  if (fn === undefined) return false
  const before = fn.text.slice(0, start.startIndex - fn.startIndex)
  const after = fn.text.slice(start.endIndex - fn.startIndex)
  return waits.test(after) || /\bdefer\s+(func\(\)\s*\{[^}]*)?[\w.]*\.?(Wait\(|<-)/.test(before)
}
