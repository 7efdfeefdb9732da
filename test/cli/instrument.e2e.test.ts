import { createHash } from 'node:crypto'
import { readdirSync, readFileSync, renameSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { execa } from 'execa'
import { describe, expect, test } from 'vitest'
import { folderWith, mapsan, quietMain } from '../support/cli.ts'

const goMod = 'module example.com/shop\n\ngo 1.21\n'

/**
 * Two goroutines use one map for 200 ms, and another one under a lock. The first map stays empty: the runtime returns
 * before it looks whether another goroutine writes (`mapaccess`, `mapdelete`, Go 1.21-1.27), so the race ends no run.
 */
const cacheMain = `package main

import (
	"sync"
	"time"
)

type cache struct {
	mu   sync.Mutex
	data map[string]int // not under mu
	safe map[string]int
}

func (c *cache) put(i int) {
	delete(c.data, "a")
	c.mu.Lock()
	c.safe["a"] = i
	c.mu.Unlock()
}

func (c *cache) get() int {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.data["b"] + c.safe["a"]
}

func main() {
	c := &cache{data: map[string]int{}, safe: map[string]int{}}
	var work sync.WaitGroup
	for _, use := range []func(int){c.put, func(int) { c.get() }} {
		use := use
		work.Add(1)
		go func() {
			defer work.Done()
			for i := 0; i < 200; i++ {
				use(i)
				time.Sleep(time.Millisecond)
			}
		}()
	}
	work.Wait()
}
`

function hashOfTree(folder: string): string {
  const hash = createHash('sha256')
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true }).map(({ parentPath, name }) => join(parentPath, name)).sort()
  for (const path of entries) {
    const { mode } = statSync(path)
    hash.update(JSON.stringify([path, mode, statSync(path).isFile() ? readFileSync(path, 'latin1') : '']))
  }
  return hash.digest('hex')
}

describe('mapsan instrument and mapsan revert', () => {
  test('a race is caught in the act in a program that was built without any flag, and the tree is restored', async () => {
    const cwd = folderWith({ 'go.mod': goMod, 'main.go': cacheMain })
    const before = hashOfTree(cwd)
    const instrumented = await mapsan(['instrument'], { cwd })
    expect(instrumented).toMatchObject({ exitCode: 0, stdout: '' })
    expect(instrumented.stderr).toContain('put 8 hooks into 1 file')

    const binary = join(cwd, '../program')
    const run = join(cwd, '../run')
    await execa('go', ['build', '-o', binary, '.'], { cwd })
    const program = await execa(binary, { env: { MAPSAN: `out=${run}` } })
    expect(program.stderr.match(/WARNING: DATA RACE/g)).toHaveLength(1)
    expect(program.stderr).toMatch(/main\.\(\*cache\)\.put\(\)\n +\S+main\.go:15\n/)
    // Of the line that reads, nobody knows which of two maps it is.
    expect(program.stderr).toContain('\nMap: c.data (field data of *cache)\nMap type: map[string]int\n')
    expect(program.stderr).toMatch(/^Locks of the race at (0x[0-9a-f]+), reported above\nMap: c\.data \(field data of \*cache\)\n/m)
    expect(program.stderr).toMatch(/^Goroutine \d+ held:\n {2}0x[0-9a-f]{12} cache\.mu \(write\) locked at:\n {4}main\.\(\*cache\)\.get\(\)\n {8}\S+main\.go:22$/m)
    expect(program.stderr.match(/^Goroutine \d+ held no lock$/gm)).toHaveLength(1)
    const reported = await mapsan(['report', run], { cwd })
    expect(reported.exitCode).toBe(1)
    expect(reported.stdout).toContain('return c.data["b"] + c.safe["a"]')
    expect(reported.stdout).toMatch(/^c\.data \(field data of \*cache, map\[string\]int\) (is read|has an entry deleted) at main\.go:/m)
    expect(reported.stdout).toMatch(/holding cache\.mu \(0x[0-9a-f]+\) for writing, taken at main\.go:22$/m)
    expect(reported.stdout.match(/holding no lock/g)).toHaveLength(1)
    const off = await execa(binary, { env: { MAPSAN: 'off' } })
    expect(off.stderr).toBe('')

    const again = await mapsan(['instrument', './...'], { cwd })
    expect(again.stderr).toContain('is instrumented already')
    expect((await mapsan(['revert'], { cwd })).stderr).toContain('took the hooks out of 1 file')
    expect(hashOfTree(cwd)).toBe(before)
    expect(await mapsan(['revert'], { cwd })).toMatchObject({ exitCode: 0, stderr: expect.stringContaining('nothing to revert') })
  })

  test('hooks of two modules of a workspace report into one folder, and each module is restored by itself', async () => {
    const work = folderWith({
      'go.work': 'go 1.22\n\nuse (\n\t./app\n\t./lib\n\t./plain\n)\n',
      'app/go.mod': 'module example.com/app\n\ngo 1.22\n',
      'app/main.go': cacheMain.replace('import (', 'import (\n\t"example.com/lib"').replace('c := &cache', 'lib.Main()\n\tc := &cache'),
      'lib/go.mod': 'module example.com/lib\n\ngo 1.22\n',
      'lib/lib.go': cacheMain.replace('package main', 'package lib').replace('func main()', 'func Main()'),
      'plain/go.mod': 'module example.com/plain\n\ngo 1.22\n',
      'plain/plain.go': 'package plain\n',
    })
    const before = hashOfTree(work)
    expect(await mapsan(['instrument'], { cwd: work })).toMatchObject({ exitCode: 2, stderr: expect.stringMatching(/is in a workspace \(.*go\.work\), and in none of its modules \(NOT_ONE_MODULE\)/) })
    expect((await mapsan(['instrument'], { cwd: join(work, 'plain') })).stderr).toContain('plain is one module of a workspace: what the others do with maps is seen once `mapsan instrument` has run in their folders, too')
    for (const module of ['app', 'lib']) expect((await mapsan(['instrument', `./${module}/...`], { cwd: work })).stderr).toContain('put 8 hooks into 1 file')

    const [binary, run] = [join(work, '../program'), join(work, '../run')]
    await execa('go', ['build', '-o', binary, '.'], { cwd: join(work, 'app') })
    await execa(binary, { env: { MAPSAN: `out=${run}` } })
    const { stdout } = await mapsan(['report', run], { cwd: work })
    expect(stdout).toContain('2 map races found')
    expect(stdout).toContain('main.(*cache).put')
    expect(stdout).toContain('example.com/lib.(*cache).put')
    for (const module of ['app', 'lib']) expect((await mapsan(['revert'], { cwd: join(work, module) })).stderr).toContain('took the hooks out of 1 file')
    expect(hashOfTree(work)).toBe(before)
  })

  test('--dry-run prints a patch that git applies, which is what instrument does, and so is the way back', async () => {
    const cwd = folderWith({ 'go.mod': goMod, 'main.go': cacheMain.replaceAll('\n', '\r\n').trimEnd(), 'quiet/quiet.go': quietMain })
    const before = hashOfTree(cwd)
    const { stdout, stderr } = await mapsan(['instrument', '--dry-run'], { cwd })
    expect(stderr).toContain('would put 9 hooks into 2 files')
    expect(hashOfTree(cwd)).toBe(before)
    const sources = (): Record<string, string> => Object.fromEntries(['main.go', 'quiet/quiet.go', 'mapsan_hooks.go', 'internal/mapsan/hooks.go'].map((path) => [path, readFileSync(join(cwd, path), 'latin1')]))
    await execa('git', ['apply', '--whitespace=nowarn', '-'], { cwd, input: stdout })
    const applied = sources()
    await execa('git', ['apply', '-R', '--whitespace=nowarn', '-'], { cwd, input: stdout })
    expect(hashOfTree(cwd)).toBe(before)
    await mapsan(['instrument'], { cwd })
    expect(sources()).toEqual(applied)
    await execa('git', ['apply', '--whitespace=nowarn', 'mapsan.revert.patch'], { cwd })
    expect(readFileSync(join(cwd, 'main.go'), 'latin1')).toBe(cacheMain.replaceAll('\n', '\r\n').trimEnd())
    expect((await mapsan(['revert'], { cwd })).exitCode).toBe(0)
    expect(hashOfTree(cwd)).toBe(before)
  })

  test('edits survive, and where it is not clear whose a text is, nothing is touched', async () => {
    const cwd = folderWith({ 'go.mod': goMod, 'main.go': cacheMain })
    await mapsan(['instrument'], { cwd })
    const place = join(cwd, 'main.go')
    const instrumented = readFileSync(place, 'utf8')
    writeFileSync(place, instrumented.replace('mapsan_Write(c.safe)', 'mapsan_Write(c.safe, nil)'))
    const broken = hashOfTree(cwd)
    expect(await mapsan(['revert'], { cwd })).toMatchObject({ exitCode: 2, stderr: expect.stringMatching(/main\.go:17 .*nothing was changed \(PATCH_STALE\)/) })
    expect(hashOfTree(cwd)).toBe(broken)
    writeFileSync(place, instrumented.replace('mapsan_Write(c.safe)["a"] = i', 'mapsan_Write(c.safe)["a"] = i + 1 // one more'))
    expect((await mapsan(['revert'], { cwd })).exitCode).toBe(0)
    expect(readFileSync(place, 'utf8')).toBe(cacheMain.replace('c.safe["a"] = i', 'c.safe["a"] = i + 1 // one more'))
  })

  test('a file that was renamed or copied loses its hooks, too', async () => {
    const cwd = folderWith({ 'go.mod': goMod, 'main.go': cacheMain })
    await mapsan(['instrument'], { cwd })
    renameSync(join(cwd, 'main.go'), join(cwd, 'cache.go'))
    writeFileSync(join(cwd, 'other.go'), 'package main\n\nfunc other(c *cache) int { return mapsan_Read(c.data)["x"] }\n')
    expect((await mapsan(['revert'], { cwd })).exitCode).toBe(0)
    expect(readdirSync(cwd).sort()).toEqual(['cache.go', 'go.mod', 'other.go'])
    expect(readFileSync(join(cwd, 'cache.go'), 'utf8')).toBe(cacheMain)
    expect(readFileSync(join(cwd, 'other.go'), 'utf8')).toBe('package main\n\nfunc other(c *cache) int { return c.data["x"] }\n')
  })

  test('tests of several packages make one run folder together, and none in their own folders', async () => {
    const race = (name: string): string => cacheMain.replace('package main', `package ${name}`).replace('\t"time"\n', '\t"testing"\n\t"time"\n').replace('func main() {', 'func TestCache(t *testing.T) {')
    const cwd = folderWith({ 'go.mod': goMod, 'a/a_test.go': race('a'), 'b/b_test.go': race('b_test'), 'b/b.go': 'package b\n' })
    await mapsan(['instrument'], { cwd })
    const run = join(cwd, '../run')
    await execa('go', ['test', '-count=1', './...'], { cwd, env: { MAPSAN: `out=${run}` } })
    const { stdout, exitCode } = await mapsan(['report', run], { cwd })
    expect(exitCode).toBe(1)
    expect(stdout).toMatch(/2 map races found in 2 processes/)
    const { all } = await execa('go', ['test', '-count=1', '-v', './a'], { cwd, env: { MAPSAN: 'out=run' }, all: true })
    expect(all).toContain('out=run is ignored')
    await mapsan(['revert'], { cwd })
    expect(readdirSync(cwd, { recursive: true }).sort()).toEqual(['a', 'a/a_test.go', 'b', 'b/b.go', 'b/b_test.go', 'go.mod'])
  })

  test.each([
    ['a language without generics', { 'go.mod': goMod.replace('1.21', '1.17'), 'main.go': quietMain }, 'NEEDS_GENERICS', 2],
    ['a package of that name', { 'go.mod': goMod, 'main.go': quietMain, 'internal/mapsan/mine.go': 'package mapsan\n' }, 'HOOKS_IN_THE_WAY', 2],
    ['a package that does not compile', { 'go.mod': goMod, 'main.go': quietMain.replace('stock["apples"]', 'stock[7]') }, 'BAD_PACKAGE', 3],
    ['no module', { 'main.go': quietMain }, 'NOT_A_MODULE', 2],
  ])('%s is said, and nothing is changed', async (_, files, code, exitCode) => {
    const cwd = folderWith(files)
    const before = hashOfTree(cwd)
    expect(await mapsan(['instrument'], { cwd })).toMatchObject({ exitCode, stderr: expect.stringContaining(code) })
    expect(hashOfTree(cwd)).toBe(before)
  })
})
