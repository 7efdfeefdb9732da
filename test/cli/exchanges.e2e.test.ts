import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { execa } from 'execa'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { mapsan } from '../support/cli.ts'
import { goEnvironment, portableGoVersions } from '../support/go.ts'

/** Two clerks take turns, by a channel, in all of these: no map race can be caught in the act. How they use the map differs. */
const shopMain = `package main

import (
	"os"
	"sync"
)

type shop struct {
	mu     sync.Mutex
	prices map[string]int
}

func (s *shop) raise() {
	s.prices["apples"]++
}

func (s *shop) display() int {
	return s.prices["apples"]
}

func (s *shop) raiseLocked() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.prices["apples"]++
}

func clerk(work func(), turn <-chan int, next chan<- int) {
	for n := range turn {
		work()
		if n == 0 {
			close(next)
			return
		}
		next <- n - 1
	}
}

func takeTurns(one, other func()) {
	there, back := make(chan int), make(chan int, 1)
	go clerk(one, there, back)
	back <- 400
	clerk(other, back, there)
}

func main() {
	s := &shop{prices: map[string]int{}}
	switch os.Args[1] {
	case "in turns":
		takeTurns(s.raise, func() { s.display() })
	case "under a lock":
		takeTurns(s.raiseLocked, s.raiseLocked)
	case "filled, then read":
		for i := 0; i < 400; i++ {
			s.raise()
		}
		takeTurns(func() { s.display() }, func() { s.display() })
	case "handed on":
		for i := 0; i < 20; i++ {
			done := make(chan bool)
			go func() {
				for j := 0; j < 20; j++ {
					s.raise()
				}
				close(done)
			}()
			<-done
		}
	}
}
`

describe('a map in a program with the hooks of mapsan instrument, built by the oldest Go', () => {
  let cwd = ''
  let program = ''

  beforeAll(async () => {
    cwd = join(realpathSync(mkdtempSync(join(tmpdir(), 'mapsan-exchanges-'))), 'shop')
    mkdirSync(cwd)
    writeFileSync(join(cwd, 'go.mod'), 'module example.com/shop\n\ngo 1.21\n')
    writeFileSync(join(cwd, 'main.go'), shopMain)
    const env = goEnvironment(portableGoVersions[0])
    expect((await mapsan(['instrument'], { cwd })).exitCode).toBe(0)
    program = join(cwd, '../program')
    await execa('go', ['build', '-o', program, '.'], { cwd, env, extendEnv: false })
  })

  afterAll(() => rmSync(join(cwd, '..'), { recursive: true, force: true }))

  async function reportOf(way: string, settings: string): Promise<{ readonly text: string; readonly exitCode: number | undefined; readonly strict: number | undefined }> {
    const out = join(cwd, '..', `${way} ${settings.length}`.replaceAll(/\W/g, '-'))
    const { exitCode: own } = await execa(program, [way], { env: { MAPSAN: `out=${out} ${settings}` }, reject: false })
    expect(own).toBe(0)
    const { exitCode, stdout } = await mapsan(['report', out], { cwd })
    const strict = await mapsan(['report', out, '--fail-on', 'warning'], { cwd })
    return { text: stdout.replaceAll(/\s+/g, ' '), exitCode, strict: strict.exitCode }
  }

  test('that goes to and fro without a lock is warned of when that is asked for, and is no finding', async () => {
    const { text, exitCode, strict } = await reportOf('in turns', 'ownership=warn')
    expect(text).toMatch(/warning: s\.prices \(field prices of \*shop, map\[string\]int\) changes hands without a lock that keeps its users apart: [1-9]\d* times one took it back from another, with [1-9]\d* writes and [1-9]\d* reads seen, in samples\./)
    expect(text).toMatch(/the goroutine of clerk, which writes it at main\.go:14/)
    expect(text).toMatch(/the main goroutine, which reads it at main\.go:18/)
    expect(text).toContain('a channel, a WaitGroup or an atomic, or by a lock given back before its use, that is right: this mode does not see it.')
    expect(text).toContain('No map race found')
    expect({ exitCode, strict }).toEqual({ exitCode: 0, strict: 1 })
  })

  test.each([
    ['in turns', ''], ['in turns', 'ownership=off'], ['under a lock', 'ownership=warn'], ['filled, then read', 'ownership=warn'], ['handed on', 'ownership=warn'],
  ])('that is used %s is silent, MAPSAN=%s', async (way, settings) => {
    const { text, exitCode, strict } = await reportOf(way, settings)
    expect(text).not.toContain('warning:')
    expect({ exitCode, strict }).toEqual({ exitCode: 0, strict: 0 })
  })

  test('the setting is told to be in vain where nothing is recorded, and to be unknown where it is', async () => {
    const run = async (MAPSAN: string): Promise<string> => (await execa(program, ['handed on'], { env: { MAPSAN } })).stderr
    expect(await run('ownership=warn')).toContain('ownership=warn says nothing without out=FOLDER')
    expect(await run('ownership=yes')).toContain('cannot use "ownership=yes": known are')
    expect(await run('')).toBe('')
  })
})
