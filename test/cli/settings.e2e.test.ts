import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { execa } from 'execa'
import { describe, expect, test } from 'vitest'
import { folderWith, goMod, mapsan, quietMain, racyMain, type CliOptions } from '../support/cli.ts'

const racy = { 'go.mod': goMod, 'main.go': racyMain() }

async function found(args: readonly string[], options: CliOptions): Promise<number> {
  const { exitCode, stdout, stderr } = await mapsan(['diagnose', '--format', 'json', ...args], options)
  const count = stdout === '' ? -1 : JSON.parse(stdout).findings.length
  expect({ exitCode, stderr }).toEqual({ exitCode: count > 0 ? 1 : 0, stderr: expect.any(String) })
  return count
}

describe("what the user has set keeps working", () => {
  test.each([
    ['-gcflags', ['-gcflags=all=-N -l'], {}],
    ['-ldflags', ['-ldflags=-s -w -X main.version=1'], {}],
    ['-trimpath', ['-trimpath'], {}],
    ['-cover', ['-cover', '-coverpkg=./...'], {}],
    ['-tags', ['-tags', 'blue,green'], {}],
    ['cgo off', [], { CGO_ENABLED: '0' }],
    ['cgo on', [], { CGO_ENABLED: '1' }],
    ['GOFLAGS', [], { GOFLAGS: `-buildvcs=false '-gcflags=./...=-N -l' -ldflags=-w` }],
    ['MAPSAN', [], { MAPSAN: 'exitcode=0 events=/nowhere log_path=stdout' }],
  ])('%s', async (_title, flags, env) => {
    expect(await found([...flags, '.'], { cwd: folderWith(racy), env })).toBe(1)
  })

  test('-overlay', async () => {
    const cwd = folderWith({ ...racy, 'main.go': quietMain, 'other/main.go.txt': racyMain() })
    writeFileSync(join(cwd, 'overlay.json'), JSON.stringify({ Replace: { 'main.go': 'other/main.go.txt' } }))
    expect(await found([], { cwd })).toBe(0)
    expect(await found(['-overlay=overlay.json'], { cwd })).toBe(1)
    expect(await found([], { cwd, env: { GOFLAGS: '-buildvcs=false -overlay=overlay.json' } })).toBe(1)
  })

  test('go.work and -mod=vendor', async () => {
    const main = racyMain('depot.Open()', ['example.com/depot'])
    const depot = { 'depot/go.mod': 'module example.com/depot\n\ngo 1.24\n', 'depot/depot.go': 'package depot\n\nfunc Open() {}\n' }
    const workspace = folderWith({ 'go.work': 'go 1.24\n\nuse (\n\t./shop\n\t./depot\n)\n', 'shop/go.mod': goMod, 'shop/main.go': main, ...depot })
    expect(await found(['shop'], { cwd: workspace })).toBe(1)

    const required = `${goMod}\nrequire example.com/depot v0.0.0\n\nreplace example.com/depot => ./depot\n`
    const vendored = folderWith({ 'go.mod': required, 'main.go': main, ...depot })
    await execa('go', ['mod', 'vendor'], { cwd: vendored })
    expect(await found(['-mod=vendor', '.'], { cwd: vendored })).toBe(1)
  })

  test('default.pgo', async () => {
    const profiling = `
	file, _ := os.Create("default.pgo")
	pprof.StartCPUProfile(file)
	for start, n := time.Now(), 0; time.Since(start) < 300*time.Millisecond; n++ {
	}
	pprof.StopCPUProfile()
	file.Close()`
    const cwd = folderWith({ ...racy, 'main.go': racyMain(profiling, ['os', 'runtime/pprof']) })
    expect(await found([], { cwd })).toBe(1)
    expect(await found([], { cwd })).toBe(1)
  })

  test.each(['my shop', 'Läden und Märkte', "it's 50% $HOME"])('a folder that is called %s', async (name) => {
    const cwd = folderWith(racy, name)
    const cache = join(cwd, '..', `${name} cache`)
    mkdirSync(cache)
    expect(await found([], { cwd, env: { MAPSAN_CACHE: cache } })).toBe(1)
  })

  test('a Go that lies in the module cache', async () => {
    const cwd = folderWith({ ...racy, 'go.mod': 'module example.com/shop\n\ngo 1.24\n\ntoolchain go1.27.3\n' })
    const cache = join(cwd, '..', 'cache')
    const { exitCode, stdout } = await mapsan(['diagnose', '--format', 'json'], { cwd, env: { MAPSAN_CACHE: cache, GOTOOLCHAIN: 'auto' } })
    expect(exitCode).toBe(1)
    expect(JSON.parse(stdout).run.go.version).toBe('go1.27.3')
    expect(JSON.parse(stdout).run.goroot.startsWith(cache)).toBe(true)
  })
})

// A spin flag of raw atomics hands a map from one goroutine to the other. A report would be false.
const handOver = (wait: string, tell: string, imports: readonly string[]): string => `package main

import (
${imports.map((path) => `\t"${path}"\n`).join('')})

var ready int32

func main() {
	stock := map[string]int{"apples": 3}
	done := make(chan int)
	go func() {
		for ${wait} == 0 {
			runtime.Gosched()
		}
		stock["apples"]++
		done <- 0
	}()
	stock["pears"] = 7
	${tell}
	<-done
}
`

describe('raw atomics order', () => {
  test('in the package itself', async () => {
    const main = handOver('atomic.LoadInt32(&ready)', 'atomic.StoreInt32(&ready, 1)', ['runtime', 'sync/atomic'])
    expect(await found(['--runs', '5'], { cwd: folderWith({ 'go.mod': goMod, 'main.go': main }) })).toBe(0)
  })

  test('when the compiler inlines them out of another package, or instantiates a generic function there', async () => {
    const flag = `package flag

import "sync/atomic"

func IsUp(flag *int32) int32 { return atomic.LoadInt32(flag) }

func Raise[T any](flag *int32, why ...T) {
	for range why {
		atomic.AddInt32(flag, 1)
	}
}
`
    const main = handOver('flag.IsUp(&ready)', 'flag.Raise(&ready, "sold", "out")', ['runtime', 'example.com/shop/flag'])
    const cwd = folderWith({ 'go.mod': goMod, 'main.go': main, 'flag/flag.go': flag })
    expect(await found(['--runs', '5'], { cwd })).toBe(0)
    expect(await found(['--runs', '5', '-gcflags=all=-l'], { cwd })).toBe(0)
  })
})
