/**
 * `fatal error: concurrent map …`, by which the runtime ends a program when it meets two goroutines in one map
 * (internal/runtime/maps.fatal). It need not have come to a report of the race detector by then: nothing in maps.Clone
 * tells the detector that the map is read. Checked with go1.24-1.27.
 */
import type { Frame, MapOperation } from '../../model/finding.ts'
import { isOfMaps, mapOperation } from './map-operation.ts'

export interface LoggedCrash {
  /** What the goroutine did that noticed the other one. */
  readonly op: MapOperation
  readonly goroutine: number
  readonly stack: readonly Frame[]
  readonly createdBy: readonly Frame[]
}

/** The runtime notices a write by the mark that the writer has left in the map: the other one wrote. */
const operations: Readonly<Record<string, MapOperation>> = {
  'concurrent map writes': 'write',
  'concurrent map read and map write': 'read',
  'concurrent map iteration and map write': 'iterate',
  'concurrent map clone and map write': 'clone',
}

const patterns = {
  error: /^fatal error: (concurrent map .*)$/,
  goroutine: /^goroutine (\d+) .*\[running.*\]:$/,
  creation: /^created by (\S+)(?: in goroutine \d+)?$/,
  call: /^(\S.*)\([^()]*\)$/,
  place: /^\t(.+):(\d+)(?: \+0x[0-9a-f]+)?$/,
  /** The runtime's way from the map to the end. */
  ending: /^(internal\/runtime\/maps|runtime)\.(maps_)?(fatal|throw|fatalthrow)(\.func\d+)?$/,
} as const

/** The goroutine that the runtime ended a program in; undefined for any other text, and without a stack. */
export function parseCrash(text: string): LoggedCrash | undefined {
  const [first = '', ...lines] = text.split('\n').map((line) => line.replace(/\r$/, ''))
  const op = operations[patterns.error.exec(first)?.[1] ?? '']
  const header = lines.findIndex((line) => patterns.goroutine.test(line))
  const [, id] = patterns.goroutine.exec(lines[header] ?? '') ?? []
  if (op === undefined || id === undefined) return undefined
  const stack: Frame[] = []
  const createdBy: Frame[] = []
  let name: { readonly of: string; readonly frames: Frame[] } | undefined
  for (const line of lines.slice(header + 1)) {
    if (line === '') break
    const [, file = '', number] = patterns.place.exec(line) ?? []
    if (number !== undefined) name?.frames.push({ function: name.of, file, line: Number(number) })
    const [, creator] = patterns.creation.exec(line) ?? []
    const called = creator ?? patterns.call.exec(line)?.[1]
    name = called === undefined ? undefined : { of: called, frames: creator === undefined ? stack : createdBy }
  }
  const inMap = stack.slice(stack.findLastIndex((frame) => patterns.ending.test(frame.function)) + 1)
  // Outermost first: up to go1.24 maps.Clone iterates.
  const machinery = inMap.slice(0, inMap.findIndex((frame) => !isOfMaps(frame)))
  const done = machinery.toReversed().map(mapOperation).find((one) => one !== undefined)
  return inMap.length === 0 ? undefined : { op: done ?? op, goroutine: Number(id), stack: inMap, createdBy }
}

/** More lines than that are not the stack of one goroutine: the runtime leaves out the middle of a longer one. */
const mostLines = 400

/** Finds crashes in what `go test` prints, as it prints it: as text, or line by line in the events of `-json`. */
export class CrashScanner {
  readonly #found: string[] = []
  /** The lines of a crash that has begun, package by package: with `-json` several speak at a time. */
  readonly #open = new Map<string, string[]>()
  readonly #decoder = new TextDecoder()
  #rest = ''

  feed(chunk: Uint8Array): void {
    const lines = (this.#rest + this.#decoder.decode(chunk, { stream: true })).split('\n')
    this.#rest = lines.pop() ?? ''
    for (const line of lines) this.#line(line)
  }

  /** The text of each crash, from its first line to the end of the stack. */
  end(): readonly string[] {
    if (this.#rest !== '') this.#line(this.#rest)
    for (const name of [...this.#open.keys()]) this.#close(name)
    return this.#found
  }

  #line(line: string): void {
    const event = line.startsWith('{') ? outputOf(line) : undefined
    const [name, text] = event === undefined ? ['', line] : [event.package, event.text.replace(/\n$/, '')]
    const open = this.#open.get(name)
    if (patterns.error.test(text)) {
      this.#close(name)
      this.#open.set(name, [text])
    } else if (open !== undefined) {
      open.push(text)
      const ended = text === '' && open.some((one) => patterns.goroutine.test(one))
      if (ended || open.length > mostLines) this.#close(name)
    }
  }

  #close(name: string): void {
    const lines = this.#open.get(name)
    if (lines !== undefined) this.#found.push(`${lines.join('\n')}\n`)
    this.#open.delete(name)
  }
}

/** An event of `go test -json` (cmd/internal/test2json) with output. */
function outputOf(line: string): { readonly package: string; readonly text: string } | undefined {
  try {
    const event: unknown = JSON.parse(line)
    if (typeof event !== 'object' || event === null || !('Output' in event) || typeof event.Output !== 'string') return undefined
    return { package: 'Package' in event && typeof event.Package === 'string' ? event.Package : '', text: event.Output }
  } catch {
    return undefined
  }
}
