import { describe, expect, test } from 'vitest'
import { walkFunction } from '../../src/rules/flow/walk.ts'
import { loadGoSyntax } from '../../src/syntax/go.ts'

const syntax = await loadGoSyntax()

/** What is held where the body of a method calls `here(n)`: `c.mu:write`, sorted. */
function heldAt(body: string): Record<string, string> {
  const root = syntax.parse(`package p\n\nfunc (c *cache) f() {\n${body}\n}\n`).rootNode
  const fn = root.descendantsOfType('method_declaration')[0]
  const steps = fn ? walkFunction(fn) : []
  return Object.fromEntries(
    steps.flatMap((step) => {
      const number = step.kind === 'call' && step.name === 'here' ? step.node.childForFieldName('arguments')?.text : undefined
      return number === undefined ? [] : [[number, Array.from(step.held, ([name, { mode }]) => `${name}:${mode}`).sort().join(' ')]]
    }),
  )
}

describe('a lock is held', () => {
  test.each([
    ['from Lock to Unlock', 'here(0); c.mu.Lock(); here(1); c.mu.Unlock(); here(2)', { '(0)': '', '(1)': 'c.mu:write', '(2)': '' }],
    ['for reading', 'c.mu.RLock(); here(1); c.mu.RUnlock(); here(2)', { '(1)': 'c.mu:read', '(2)': '' }],
    ['until the end by defer', 'c.mu.Lock(); defer c.mu.Unlock(); here(1)', { '(1)': 'c.mu:write' }],
    ['behind a branch that leaves', 'c.mu.Lock(); if x { c.mu.Unlock(); return }; here(1)', { '(1)': 'c.mu:write' }],
    ['behind a branch that panics', 'c.mu.Lock(); if x { c.mu.Unlock(); panic(1) }; here(1)', { '(1)': 'c.mu:write' }],
    ['perhaps, behind a branch that does not', 'c.mu.Lock(); if x { c.mu.Unlock() }; here(1)', { '(1)': 'c.mu:maybe' }],
    ['when both branches take it', 'if x { c.mu.Lock() } else { c.mu.Lock() }; here(1)', { '(1)': 'c.mu:write' }],
    ['perhaps, when branches take it in different ways', 'if x { c.mu.Lock() } else { c.mu.RLock() }; here(1)', { '(1)': 'c.mu:maybe' }],
    ['in a loop that takes it in each round', 'for x { c.mu.Lock(); here(1); c.mu.Unlock() }; here(2)', { '(1)': 'c.mu:write', '(2)': '' }],
    ['perhaps, in the second round of a loop that does not release it', 'for x { here(1); c.mu.Lock() }', { '(1)': 'c.mu:maybe' }],
    ['behind an endless loop only by its break', 'for { c.mu.Lock(); if x { break }; c.mu.Unlock() }; here(1)', { '(1)': 'c.mu:write' }],
    ['nowhere behind an endless loop without one', 'for { c.mu.Lock(); c.mu.Unlock() }; here(1)', {}],
    ['after continue in the next round', 'for x { here(1); c.mu.Lock(); if y { continue }; c.mu.Unlock() }', { '(1)': 'c.mu:maybe' }],
    ['behind a switch whose cases all release it', 'c.mu.Lock(); switch x { case 1: c.mu.Unlock(); default: c.mu.Unlock() }; here(1)', { '(1)': '' }],
    ['perhaps, behind a switch with no default', 'c.mu.Lock(); switch x { case 1: c.mu.Unlock() }; here(1)', { '(1)': 'c.mu:maybe' }],
    ['in what is called at once', 'c.mu.Lock(); func() { here(1) }(); c.mu.Unlock()', { '(1)': 'c.mu:write' }],
    ['not in a goroutine', 'go func() { here(1) }()', { '(1)': '' }],
    ['perhaps, in a goroutine whose starter holds it', 'c.mu.Lock(); go func() { here(1) }()', { '(1)': '*lock:maybe c.mu:maybe' }],
    ['perhaps, in a closure that anybody may call', 'run(func() { here(1) })', { '(1)': '*lock:maybe' }],
    ['perhaps, before it is released without having been taken', 'here(1); c.mu.Unlock(); here(2); c.mu.Lock(); here(3)', { '(1)': 'c.mu:maybe', '(2)': '', '(3)': 'c.mu:write' }],
    ['perhaps, behind TryLock', 'if c.mu.TryLock() { here(1) }', { '(1)': '*lock:maybe' }],
    ['perhaps, behind a function that sounds like it', 'c.lockAll(); here(1)', { '(1)': '*lock:maybe' }],
    ['as well as others', 'c.mu.Lock(); d.mu.RLock(); here(1)', { '(1)': 'c.mu:write d.mu:read' }],
    ['and another goroutine may have been waited for', '<-done; here(1)', { '(1)': '*wait:maybe' }],
    ['and select waits', 'select { case <-done: here(1) }', { '(1)': '*wait:maybe' }],
  ] as const)('%s', (_title, body, expected) => {
    expect(heldAt(body)).toEqual(expected)
  })

  test('in two critical sections that differ', () => {
    const root = syntax.parse('package p\nfunc f() { mu.Lock(); here(1); mu.Unlock(); mu.Lock(); here(2); mu.Unlock() }').rootNode
    const fn = root.descendantsOfType('function_declaration')[0]
    const sections = (fn ? walkFunction(fn) : []).flatMap((step) => (step.kind === 'call' && step.name === 'here' ? [step.held.get('mu')?.section] : []))
    expect(sections).toHaveLength(2)
    expect(sections[0]).not.toBe(sections[1])
  })

  test('with loops in loops in loops, in no time', () => {
    const body = `${'for x { '.repeat(40)}here(1)${' }'.repeat(40)}`
    const since = performance.now()
    expect(heldAt(body)).toEqual({ '(1)': '' })
    expect(performance.now() - since).toBeLessThan(5000)
  })
})

describe('a function uses maps', () => {
  const usesIn = (body: string): readonly string[] => {
    const root = syntax.parse(`package p\n\nfunc f() {\n${body}\n}\n`).rootNode
    const fn = root.descendantsOfType('function_declaration')[0]
    return (fn ? walkFunction(fn) : []).flatMap((step) => (step.kind === 'use' && step.op !== 'load' ? [`${step.op} ${step.map.text}${step.key ? `[${step.key.text}]` : ''}${step.by ? ` by ${step.by}` : ''}`] : []))
  }

  test.each([
    ['m[k]', ['read m[k]']],
    ['m[k] = m[j]', ['read m[j]', 'write m[k]']],
    ['m[k]++', ['write m[k]']],
    ['m[k] += 1', ['write m[k]']],
    ['(m[k]) = 1', ['write m[k]']],
    ['c.m[k][j] = 1', ['read c.m[k]', 'write c.m[k][j]']],
    ['v, ok := c.m[k]', ['read c.m[k]']],
    ['delete(c.m, k)', ['delete c.m[k]']],
    ['clear(m)', ['clear m']],
    ['x := len(m)', ['read m']],
    ['for k := range m { use(m[k]) }', ['iterate m by range', 'read m[k]']],
    ['c.m = x', ['store c.m']],
    ['b, err := json.Marshal(c.m)', ['iterate c.m by json.Marshal']],
    ['fmt.Println("all", c.m)', ['iterate c.m by fmt.Println']],
    ['n := maps.Clone(m)', ['clone m by maps.Clone']],
    ['maps.Copy(a, b)', ['write a by maps.Copy', 'iterate b by maps.Copy']],
    ['x := T{k: m[j]}', ['read m[j]']],
  ])('%s', (body, expected) => {
    expect(usesIn(body)).toEqual(expected)
  })
})
