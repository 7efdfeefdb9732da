import { describe, expect, test } from 'vitest'
import { lintFiles } from '../../src/rules/engine.ts'
import { loadGoSyntax } from '../../src/syntax/go.ts'
import { library } from './library.ts'

const syntax = await loadGoSyntax()
const rules = library.map(({ rule }) => rule).filter(({ id }) => id === 'SYNC-005')

/** What is reported in the files of one package. */
function messages(...texts: readonly string[]): readonly string[] {
  const files = texts.map((text, index) => ({ path: `/p/${index}.go`, importPath: 'p', text: `package p\n\n${text}\n` }))
  return lintFiles(syntax, files, rules).map(({ message }) => message)
}

const copy = 'func f(s *stats) stats {\n\treturn *s\n}'

describe('a lock in a struct', () => {
  test('is known in the other files of its package', () => {
    expect(messages('type stats struct{ seen struct{ by atomic.Int64 } }', copy)).toEqual([
      'returning *s copies stats.seen.by, an atomic.Int64: the copy does not guard what the original guards',
    ])
  })

  test('is not known where the type is another one on other systems', () => {
    expect(messages('type stats struct{ mu sync.Mutex }', 'type stats struct{}', copy)).toEqual([])
  })

  test('is none when another package is called atomic, in any of the files', () => {
    expect(messages('import "go.uber.org/atomic"\n\ntype stats struct{ seen atomic.Int64 }', copy)).toEqual([])
    expect(messages('import (\n\t"fmt"\n\t"sync/atomic"\n)\n\ntype stats struct{ seen atomic.Int64 }', copy)).toHaveLength(1)
  })

  test('is found behind names, arrays and type parameters, and not behind pointers, slices and maps', () => {
    expect(messages('type stats [2]lock\n\ntype lock = inner[int]\n\ntype inner[T any] struct{ sync.RWMutex }', copy)).toHaveLength(1)
    expect(messages('type stats struct {\n\tof []inner\n\tby map[string]inner\n\t*inner\n\tto *inner\n}\n\ntype inner struct{ mu sync.Mutex }', copy)).toEqual([])
  })
})
