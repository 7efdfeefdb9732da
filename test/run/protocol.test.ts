import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import * as portableRecords from '../../src/run/portable-records.ts'
import * as protocol from '../../src/run/protocol.ts'

const go = read('../../shim/engine/protocol.go')
const typescript = read('../../src/run/protocol.ts')

test('Go and TypeScript have the same constants', () => {
  expect(goConstants(go)).toEqual(withGoNames(protocol))
})

test('Go and TypeScript open with the same comment', () => {
  expect(openingComment(go)).toBe(openingComment(typescript))
  expect(openingComment(go)).toContain('little endian')
})

/** It writes a part of what the engine writes, and some records of its own. */
test('the portable engine has the same constants', () => {
  const ours = { ...protocol, ...portableRecords }
  const theirs = Object.entries(goConstants(read('../../shim/portable/mapsan/stream.go')))
  expect(theirs.length).toBeGreaterThan(20)
  expect(Object.fromEntries(theirs)).toEqual(Object.fromEntries(theirs.map(([name]) => [name, Reflect.get(ours, name)])))
  expect(theirs.map(([name]) => name)).toEqual(expect.arrayContaining(Object.keys(portableRecords)))
})

function read(path: string): string {
  return readFileSync(new URL(path, import.meta.url), 'utf8')
}

/** Reads `name = literal`, alone after `const` or inside of its parentheses. Go's and JSON's literals agree here. */
function goConstants(source: string): Record<string, unknown> {
  const declarations = source.matchAll(/^(?:const|\t) ?(\w+)\s*= ("(?:[^"\\]|\\.)*"|\d+)/gm)
  return Object.fromEntries(Array.from(declarations, ([, name, literal]) => [name, JSON.parse(literal ?? '')]))
}

function withGoNames(constants: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(constants).map(([name, value]) => [`mapsan${name.charAt(0).toUpperCase()}${name.slice(1)}`, value]),
  )
}

function openingComment(source: string): string {
  return /^(?:\/\/.*\n)+/.exec(source)?.[0] ?? ''
}
