import { chmodSync, mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { execa } from 'execa'
import { onTestFinished } from 'vitest'

const main = resolve(import.meta.dirname, '../../dist/main.js')

export interface CliOptions {
  readonly cwd?: string
  readonly env?: Readonly<Record<string, string>>
  readonly uid?: number
  /** Which output to collect; all of it by default. */
  readonly buffer?: { readonly stderr: boolean }
  /** A file to be its standard error, in place of a pipe. */
  readonly stderrFile?: string
}

export interface CliResult {
  readonly exitCode: number | undefined
  readonly stdout: string
  readonly stderr: string
}

/** Runs `mapsan` as a user would, without a terminal. */
export async function mapsan(args: readonly string[], options: CliOptions = {}): Promise<CliResult> {
  const { exitCode, stdout = '', stderr = '' } = await startMapsan(args, options)
  return { exitCode, stdout, stderr }
}

export function startMapsan(args: readonly string[], { cwd = process.cwd(), env = {}, uid, buffer = { stderr: true }, stderrFile }: CliOptions = {}) {
  const command = [process.execPath, main, ...args]
  const [file = '', ...words] = stderrFile === undefined ? command : ['sh', '-c', 'exec "$@" 2>"$0"', stderrFile, ...command]
  return execa(file, words, {
    env: { GOFLAGS: '-buildvcs=false', ...env },
    reject: false,
    stripFinalNewline: false,
    stdin: 'ignore',
    buffer,
    cwd,
    ...(uid !== undefined && { uid }),
  })
}

/** A folder with these files, for the time of one test. */
export function folderWith(files: Readonly<Record<string, string>>, name = 'shop'): string {
  const parent = realpathSync(mkdtempSync(join(tmpdir(), 'mapsan-test-')))
  onTestFinished(() => rmSync(parent, { recursive: true, force: true }))
  // Readable for programs that drop their privileges.
  chmodSync(parent, 0o755)
  const folder = join(parent, name)
  mkdirSync(folder)
  for (const [file, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, file)), { recursive: true })
    writeFileSync(join(folder, file), text)
  }
  return folder
}

export const goMod = 'module example.com/shop\n\ngo 1.24\n'

/** Two goroutines use one map, 20 ms apart, and nothing orders them. `more` is run before. */
export function racyMain(more = '', imports: readonly string[] = []): string {
  return `package main

import (
${['time', ...imports].map((path) => `\t"${path}"\n`).join('')})

func main() {
	${more}
	stock := map[string]int{"apples": 3}
	done := make(chan int)
	go func() {
		stock["pears"] = 7
		done <- 0
	}()
	time.Sleep(20 * time.Millisecond)
	_ = stock["apples"]
	<-done
}
`
}

export const quietMain = `package main

import "fmt"

func main() {
	stock := map[string]int{"apples": 3}
	fmt.Println("apples:", stock["apples"])
}
`

/** A package whose test races, and one whose test does not. */
export const racyTest = `package cart

import (
	"testing"
	"time"
)

func TestAdd(t *testing.T) {
	items := map[string]int{}
	done := make(chan int)
	go func() {
		items["apples"] = 1
		done <- 0
	}()
	time.Sleep(20 * time.Millisecond)
	items["pears"] = 2
	<-done
}
`

export const quietTest = `package order

import "testing"

func TestTotal(t *testing.T) {
	total := map[string]int{"apples": 3}
	if total["apples"] != 3 {
		t.Fatal("lost apples")
	}
}
`
