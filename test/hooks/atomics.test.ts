import { describe, expect, test } from 'vitest'
import { usesRawAtomics } from '../../src/hooks/atomics.ts'

const calls: Readonly<Record<string, string>> = {
  'a call': 'import "sync/atomic"\nfunc hit() { atomic.AddInt64(&hits, 1) }',
  'a call under another name': 'import counter "sync/atomic"\nvar n = counter.LoadUint32(&hits)',
  'a dot import': 'import . "sync/atomic"\nfunc hit() { AddUintptr(&hits, 1) }',
  'a raw string as the import': 'import `sync/atomic`\nfunc hit() { atomic.StoreInt32(&hits, 1) }',
  'an import spelt with escapes': 'import "sync\\x2fatomic"\nfunc hit() { atomic.StoreInt32(&hits, 1) }',
  'a function as a value': 'import "sync/atomic"\nvar add = atomic.AddInt32',
  'a call over two lines': 'import "sync/atomic"\nfunc hit() {\n\tatomic.\n\t\tSwapUint64(&hits, 1)\n}',
  'linkname': 'import _ "unsafe"\n//go:linkname cas sync/atomic.CompareAndSwapInt32\nfunc cas(*int32, int32, int32) bool',
  'LoadPointer': 'import "sync/atomic"\nvar p = atomic.LoadPointer(&head)',
  'And and Or': 'import "sync/atomic"\nfunc set() { atomic.OrUint32(&flags, 4) }',
}

const none: Readonly<Record<string, string>> = {
  'methods of typed atomics': 'import "sync/atomic"\nvar n atomic.Int64\nfunc hit() { n.Add(1); n.Load() }',
  'pointers, which are never instructions': 'import "sync/atomic"\nfunc set() { atomic.StorePointer(&head, p); atomic.CompareAndSwapPointer(&head, p, q) }',
  'functions of the same name elsewhere': 'import "example.com/counter"\nvar n = counter.LoadUint32(&hits)',
  'no atomics': 'import "sync"\nvar mu sync.Mutex',
}

describe('raw atomics are found', () => {
  test.each(Object.entries(calls))('%s', (_, code) => expect(usesRawAtomics(`package p\n\n${code}\n`)).toBe(true))
})

describe('none are found', () => {
  test.each(Object.entries(none))('%s', (_, code) => expect(usesRawAtomics(`package p\n\n${code}\n`)).toBe(false))
})
