/**
 * What kind of synchronisation a stack is in the middle of, told by the functions of Go that its user called. Their names
 * are those of go1.24-1.27.
 */
import type { Stack } from '../model/finding.ts'
import type { EdgeKind } from '../model/observation.ts'

const kinds: readonly (readonly [RegExp, EdgeKind])[] = [
  [/^runtime\.(chan(recv|send)|closechan|recv$|send$|selectgo|selectnb)/, 'channel'],
  [/^reflect\.(Select$|Value\.(Try)?(Recv|Send)$|Value\.Close$)/, 'channel'],
  [/^sync\.\(\*WaitGroup\)\./, 'WaitGroup'],
  [/^sync\.(\(\*Once\)\.|Once(Func|Value|Values)\b)/, 'once'],
  // A Cond's Wait takes the lock again before it returns.
  [/^sync\.\(\*(Mutex|RWMutex|rlocker|Cond)\)\./, 'lock'],
  [/^internal\/sync\.\(\*Mutex\)\./, 'lock'],
  [/^sync\.\(\*(Map|Pool)\)\./, 'other'],
  [/^internal\/sync\.\(\*HashTrieMap\b/, 'other'],
  [/^sync\/atomic\./, 'atomic'],
]

const implementation = /^(runtime|sync|sync\/atomic|reflect|internal\/[\w/]+)\./

/** Innermost first, as in the stack: what its user does not see. */
function hiddenFrames(stack: Stack): number {
  const first = stack.findIndex((frame) => !implementation.test(frame.function))
  return first < 0 ? stack.length : first
}

/** The call that the user made decides: a Once takes a lock inside. */
export function classifyEdge(stack: Stack): EdgeKind {
  for (const frame of stack.slice(0, hiddenFrames(stack)).reverse()) {
    const known = kinds.find(([pattern]) => pattern.test(frame.function))
    if (known !== undefined) return known[1]
  }
  return 'other'
}

/** The user's own frames of such a stack; none when all of it is Go's. */
export function callerOfEdge(stack: Stack): Stack {
  return stack.slice(hiddenFrames(stack))
}
