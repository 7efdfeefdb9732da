import { describe, expect, test } from 'vitest'
import { isTestOnlyFlag, parseGoArguments, parseGoflags } from '../../src/toolchain/go-arguments.ts'

const words = (line: string): string[] => line.split(' ').filter((word) => word !== '')

describe('go test', () => {
  test.each([
    ['', ''],
    ['./...', './...'],
    ['-run TestServe ./server', './server'],
    ['--run=TestServe -v ./server ./client', './server ./client'],
    ['./server -run TestServe -count 1', './server'],
    ['-json -cover -coverprofile cover.out -tags integration -p 2 ./...', './...'],
    // A flag that go test does not know ends the package list: what follows may be its value.
    ['-update ./server', ''],
    ['./server -update golden -run TestServe', './server'],
    ['./server -args ./client -run x', './server'],
    ['./server -- ./client', './server'],
    ['-exec xprog -test.v -test.timeout 5s ./server', './server'],
  ])('the packages of %j', (line, packages) => {
    const parsed = parseGoArguments('test', words(line))
    expect(parsed.packages).toEqual(words(packages))
    expect(parsed.rest).toEqual(words(line))
  })

  test('the flags that MapSan merges are taken out wherever they stand', () => {
    const parsed = parseGoArguments('test', words('-C app -v -gcflags=-N ./server -overlay own.json -gcflags all=-l -run X -args -gcflags=mine'))
    expect(parsed.changeDir).toBe('app')
    expect(parsed.flags).toContainEqual({ name: 'gcflags', value: 'all=-l' })
    expect(parsed.flags).toContainEqual({ name: 'overlay', value: 'own.json' })
    expect(parsed.rest).toEqual(words('-v ./server -run X -args -gcflags=mine'))
  })

  test('a value that looks like a flag is a value', () => {
    const { flags, packages } = parseGoArguments('test', ['-run', '-v', '.'])
    expect(flags).toEqual([{ name: 'run', value: '-v' }])
    expect(packages).toEqual(['.'])
  })
})

describe('go build and go run', () => {
  test('build: flags, then packages', () => {
    const { packages, rest } = parseGoArguments('build', words('-o bin/server -trimpath -tags a,b ./cmd/server ./cmd/client'))
    expect(packages).toEqual(['./cmd/server', './cmd/client'])
    expect(rest).toEqual(words('-o bin/server -trimpath -tags a,b ./cmd/server ./cmd/client'))
  })

  test('run: one package, then the arguments of the program', () => {
    const parsed = parseGoArguments('run', words('-race=false ./cmd/server -addr :80 -v'))
    expect(parsed).toMatchObject({ packages: ['./cmd/server'], programArgs: ['-addr', ':80', '-v'] })
    expect(parsed.rest).toEqual(['-race=false', './cmd/server'])
  })

  test('run: some files, then the arguments of the program', () => {
    expect(parseGoArguments('run', words('main.go flags.go serve now.go'))).toMatchObject({
      packages: ['main.go', 'flags.go'],
      programArgs: ['serve', 'now.go'],
    })
  })
})

test('flags of go test alone', () => {
  expect(['run', 'count', 'v', 'tags', 'json', 'exec'].filter(isTestOnlyFlag)).toEqual(['run', 'count', 'exec'])
})

test('GOFLAGS', () => {
  expect(parseGoflags(['-mod=vendor', '--tags=a', '-trimpath', 'odd'])).toEqual([
    { name: 'mod', value: 'vendor' },
    { name: 'tags', value: 'a' },
    { name: 'trimpath' },
  ])
})
