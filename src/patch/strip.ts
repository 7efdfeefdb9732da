import type { Node } from 'web-tree-sitter'
import type { GoSyntax } from '../syntax/go.ts'
import { lineOf } from '../syntax/positions.ts'

/** What every name begins with that instrument puts into a package. */
const mark = 'mapsan_'
/** In place of a builtin function. */
const renamed: ReadonlyMap<string, string> = new Map([[`${mark}DeferredDelete`, 'delete'], [`${mark}DeferredClear`, 'clear']])
/** Around the call in `m[k], err = f()`, and what gives its results back. */
const severalResults: ReadonlyMap<string, string> = new Map([[`${mark}Two`, '.Both()'], [`${mark}Three`, '.All()']])
/** Around a lock: At when it was a pointer, Of when so many embedded fields were written out. See shim/portable/rewrite/locks.go. */
const lock = /^mapsan_(?:RW)?(Locking|Unlocking)(At)?(Of\d?)?$/

/** Text to take out, or to put something in place of. Offsets are indices of the string. */
export interface Cut {
  readonly start: number
  readonly end: number
  readonly instead: string
}

export type Stripped =
  | { readonly kind: 'cuts'; readonly cuts: readonly Cut[] }
  /** There is something of MapSan's in this line that is no longer as it was put in. */
  | { readonly kind: 'unclear'; readonly line: number }

/** Finds what instrument has put into a source, wherever it is by now. */
export function findMarks(syntax: GoSyntax, source: string): Stripped {
  const tree = syntax.parse(source)
  try {
    const cuts: Cut[] = []
    for (const name of marksIn(tree.rootNode)) {
      const found = cutsOf(name)
      if (found === undefined) return { kind: 'unclear', line: lineOf(name) }
      cuts.push(...found)
    }
    return { kind: 'cuts', cuts: cuts.sort((a, b) => a.start - b.start) }
  } finally {
    tree.delete()
  }
}

/** A source for people to read; as it is where it is not clear what was put in. */
export function withoutMarks(syntax: GoSyntax, source: string): string {
  if (!source.includes(mark)) return source
  const found = findMarks(syntax, source)
  if (found.kind === 'unclear') return source
  let text = ''
  let done = 0
  for (const { start, end, instead } of found.cuts) {
    text += source.slice(done, start) + instead
    done = end
  }
  return text + source.slice(done)
}

function marksIn(node: Node): Node[] {
  return node.descendantsOfType(['identifier', 'type_identifier', 'field_identifier']).filter((name) => name.text.startsWith(mark))
}

/** Of `mapsan_Read(m)` all but m; of `mapsan_AfterRead(f(), m)` all but the call; of `mapsan_LockingOf(&c.Mutex, 7)` all but c. */
function cutsOf(name: Node): Cut[] | undefined {
  if (name.type !== 'identifier' || name.parent?.type !== 'call_expression' || name.hasError) return undefined
  const builtin = renamed.get(name.text)
  if (builtin !== undefined) return [{ start: name.startIndex, end: name.endIndex, instead: builtin }]
  const call = name.parent
  const list = call.childForFieldName('arguments')
  const values = list?.namedChildren.filter((child) => child.type !== 'comment') ?? []
  const [value] = values
  const aroundLock = lock.exec(name.text)
  const expected = name.text.startsWith(`${mark}After`) || aroundLock?.[1] === 'Locking' ? 2 : 1
  if (call.hasError || list === null || value === undefined || values.length !== expected || call.childForFieldName('function')?.id !== name.id) return undefined
  const behindValues = list.children.slice(list.children.findIndex(({ id }) => id === values.at(-1)?.id) + 1)
  if (behindValues.some(({ type }) => type === ',')) return undefined // of a list that was broken over lines
  if (aroundLock !== null) return cutsOfLock(call, value, aroundLock)
  const before = { start: call.startIndex, end: list.startIndex + 1, instead: '' }
  const method = severalResults.get(value.childForFieldName('function')?.text ?? '')
  if (method !== undefined) {
    const all = call.parent?.parent
    return all?.text === call.text + method ? [before, { start: value.endIndex, end: all.endIndex, instead: '' }] : undefined
  }
  // What the user has put between the two is not ours to take out.
  const behind = expected === 2 ? { start: value.endIndex, end: call.endIndex, instead: '' } : { start: call.endIndex - 1, end: call.endIndex, instead: '' }
  return [before, behind]
}

function cutsOfLock(call: Node, value: Node, [, , isPointer, embedded]: RegExpExecArray): Cut[] | undefined {
  let inner: Node | null = value
  if (isPointer === undefined) inner = value.type === 'unary_expression' && value.text.startsWith('&') ? value.childForFieldName('operand') : null
  let left = inner
  for (let fields = embedded === undefined ? 0 : Number(embedded.slice(2) || 1); fields > 0; fields--) {
    left = left?.type === 'selector_expression' ? left.childForFieldName('operand') : null
  }
  if (inner === null || left === null) return undefined
  return [{ start: call.startIndex, end: left.startIndex, instead: '' }, { start: left.endIndex, end: call.endIndex, instead: '' }]
}
