import type { AccessFacts, FunctionFacts, Hazard, LockCall, MapValue, MutexFacts, VariableFacts } from '../../src/fix/facts.ts'
import type { Situation } from '../../src/fix/strategy.ts'
import { loadGoSyntax } from '../../src/syntax/go.ts'

export const syntax = await loadGoSyntax()

/** `set()` changes the map, `get()` looks at it, `wait()` waits. */
const calls: Readonly<Record<string, Pick<Hazard, 'kind' | 'writes'>>> = { 'set()': { kind: 'uses', writes: true }, 'get()': { kind: 'uses', writes: false }, 'wait()': { kind: 'waits', writes: false } }

export interface Described {
  readonly source: string
  readonly variable: VariableFacts
  readonly situation: Situation
}

const mutex: MutexFacts = { key: 'mu', label: 'C.mu', name: 'mu', type: 'sync.Mutex', field: true, promoted: false, uncertain: '', inside: [] }

/** What is known of the field `m` of C in a file: maps are `c.m` and `d.m`, and a lock is held behind `c.mu.Lock()`. */
export function describeSource(source: string): Described {
  const functions = [...source.matchAll(/^func (\w+)\(.*\{\n[\s\S]*?^\}/gm)].map(({ index, 0: text, 1: name = '' }) => describeFunction(source, name, index + text.indexOf('{\n'), index + text.length))
  const type = source.indexOf('map[int]int')
  const variable: VariableFacts = {
    kind: 'field', name: 'm', owner: 'C', exported: false, file: 'p.go', line: 1, start: Math.max(source.lastIndexOf('m', type), 0), end: Math.max(type, 0), alone: true, made: true, taken: [],
    mutexes: source.includes('mu sync.Mutex') ? [mutex] : [], functions, compounds: [], unkeyed: [],
    retype: { why: '', type: 'map[int]int', restStart: Math.max(type, 0), restEnd: Math.max(type, 0) + 'map[int]int'.length, single: false, makers: [] },
  }
  const file = { path: 'p.go', hash: '', imports: ['maps', 'sync', 'sync/atomic'], clause: 9, importStart: 0, importEnd: 0, generated: false, maps: true }
  return { source, variable, situation: { findings: [], variable, reported: [], files: new Map([['p.go', file]]), texts: new Map([['p.go', source]]), syntax, show: (path, line) => `${path}:${line}` } }
}

function describeFunction(source: string, name: string, start: number, end: number): FunctionFacts {
  const found = (pattern: RegExp): readonly RegExpExecArray[] => [...source.matchAll(pattern)].filter(({ index }) => index > start && index < end)
  return {
    key: name, name, file: 'p.go', start, end, line: lineOf(source, start), literal: false, callers: [],
    accesses: found(/\b[cd]\.m\b/g).map(({ index, 0: { length } }) => accessAt(source, index, index + length)),
    locks: found(/(defer )?\bc\.mu\.(\w*Lock)\(\)/g).map(({ index, 0: { length }, 1: deferred = '', 2: method = '' }): LockCall => (
      { start: index + deferred.length, end: index + length, line: lineOf(source, index), mutex: 'mu', label: 'C.mu', base: 'c', method, nameAt: index + length - method.length - 2, deferred: deferred !== '' })),
    hazards: Object.entries(calls).flatMap(([call, what]) => found(new RegExp(`\\b${call.replace(/[()]/g, '\\$&')}`, 'g')).map(({ index }): Hazard => (
      { ...what, start: index, end: index + call.length, line: lineOf(source, index), mutex: '', text: `calls ${call}`, held: [], via: ['g'] }))),
  }
}

function accessAt(source: string, start: number, end: number): AccessFacts {
  const rest = source.slice(end)
  const before = source.slice(source.lastIndexOf('func', start), start)
  const [, value] = /^ = (.*)/.exec(rest) ?? []
  const changes = /^\[\w+\](\+\+| [+]?= )/.test(rest) || /(delete|clear)\($/.test(before)
  const isHeld = before.lastIndexOf('c.mu.Lock()') > before.replaceAll('defer c.mu.Unlock()', (one) => ' '.repeat(one.length)).lastIndexOf('c.mu.Unlock()')
  const stored: MapValue | undefined = value === undefined ? undefined : {
    start: end + 3, end: end + 3 + value.length, how: value === 'nil' ? 'nil' : value.startsWith('make') ? 'make' : value.endsWith('}') ? 'literal' : 'other', type: /map\[\w+\]\w+/.exec(value)?.[0] ?? '', why: value === 'known' ? 'known is known to others' : '',
  }
  return {
    start, end, line: lineOf(source, start), last: lineOf(source, start), base: source.slice(start, start + 1), baseFrom: Math.max(source.indexOf('c :='), 0), unstable: '', fresh: false, held: isHeld ? ['mu'] : [], read: [], hidden: [],
    op: stored ? 'store' : changes ? 'write' : /give\($/.test(before) ? 'escape' : 'read', ...(stored && { stored }),
  }
}

function lineOf(source: string, at: number): number {
  return source.slice(0, at).split('\n').length
}
