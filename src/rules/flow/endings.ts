import type { Node } from 'web-tree-sitter'

const endings = /^(panic|os\.Exit|runtime\.Goexit|log\.(Fatal|Panic)(f|ln)?|[tb]\.(Fatal|Fatalf|FailNow|Skip|Skipf|SkipNow))$/

/** A call after which nothing follows. */
export function isEnding(call: Node): boolean {
  return endings.test(call.childForFieldName('function')?.text ?? '')
}
