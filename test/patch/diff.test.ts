import { execFileSync } from 'node:child_process'
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync, existsSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { onTestFinished, expect, test, describe } from 'vitest'
import { reversed, unifiedDiff, type FileChange } from '../../src/patch/diff.ts'

const bytes = (text: string): Buffer => Buffer.from(text, 'latin1')
const lines = (count: number, change = -1, end = '\n'): string => Array.from({ length: count }, (_, i) => `line ${i}${i === change ? ' changed' : ''}${end}`).join('')

const changes: Readonly<Record<string, FileChange>> = {
  'one line of many': { path: 'a.go', before: bytes(lines(30)), after: bytes(lines(30, 12)) },
  'two places far apart': { path: 'a.go', before: bytes(lines(60)), after: bytes(lines(60, 3).replace('line 50', 'x')) },
  'the first and the last line': { path: 'a.go', before: bytes(lines(9)), after: bytes(lines(9, 0).replace('line 8', 'y')) },
  CRLF: { path: 'dos.go', before: bytes(lines(20, -1, '\r\n')), after: bytes(lines(20, 7, '\r\n')) },
  'mixed ends of lines': { path: 'mixed.go', before: bytes('a\r\nb\nc\r\nd\n'), after: bytes('a\r\nB\nC\r\nd\n') },
  'a byte order mark': { path: 'bom.go', before: bytes('\xef\xbb\xbfpackage p\nx\n'), after: bytes('\xef\xbb\xbfpackage p\ny\n') },
  'no newline at the end': { path: 'cut.go', before: bytes('a\nb'), after: bytes('a\nB') },
  'a lone carriage return': { path: 'cr.go', before: bytes('a\rb\nc\n'), after: bytes('a\rB\nc\n') },
  'bytes that are no UTF-8': { path: 'latin.go', before: bytes('// caf\xe9\nm\n'), after: bytes('// caf\xe9\nM // \xff\xfe\n') },
  'a new file in new folders': { path: 'internal/mapsan/x.go', before: null, after: bytes('package mapsan\n') },
  'a new file without a newline': { path: 'new.go', before: null, after: bytes('package p') },
  'a file that goes': { path: 'old.go', before: bytes('package p\n\nx\n'), after: null },
  'a name with a space': { path: 'my file.go', before: bytes('a\n'), after: bytes('b\n') },
  'a name that is quoted': { path: 'd\u00e9j\u00e0 "vu".go', before: bytes('a\n'), after: bytes('b\n') },
}

function repository(files: readonly FileChange[]): string {
  const folder = mkdtempSync(join(tmpdir(), 'mapsan-diff-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  for (const { path, before } of files) {
    if (before === null) continue
    mkdirSync(dirname(join(folder, path)), { recursive: true })
    writeFileSync(join(folder, path), before)
  }
  return folder
}

function gitApply(folder: string, patch: Buffer): void {
  execFileSync('git', ['apply', '--whitespace=nowarn', '-'], { cwd: folder, input: patch, env: { ...process.env, GIT_CEILING_DIRECTORIES: dirname(folder) } })
}

function expectFiles(folder: string, files: readonly FileChange[]): void {
  for (const { path, after } of files) {
    const place = join(folder, path)
    expect(existsSync(place) ? readFileSync(place).toString('latin1') : null).toBe(after === null ? null : Buffer.from(after).toString('latin1'))
  }
}

describe('git apply takes the patch, and the way back', () => {
  test.each(Object.keys(changes))('%s', (name) => {
    const change = changes[name]
    if (change === undefined) throw new Error(name)
    const folder = repository([change])
    gitApply(folder, unifiedDiff([change]))
    expectFiles(folder, [change])
    gitApply(folder, unifiedDiff(reversed([change])))
    expectFiles(folder, reversed([change]))
  })

  test('as git itself writes it, for other programs that take patches', () => {
    const patch = unifiedDiff([{ path: 'my hooks.go', before: null, after: bytes('package p') }])
    expect(patch.toString()).toBe('diff --git a/my hooks.go b/my hooks.go\nnew file mode 100644\n--- /dev/null\n+++ b/my hooks.go\t\n@@ -0,0 +1 @@\n+package p\n\\ No newline at end of file\n')
  })

  test('several files at once, whose modes stay', () => {
    const all = [changes['CRLF'], changes['a new file in new folders'], changes['no newline at the end']].filter((one) => one !== undefined)
    const folder = repository(all)
    chmodSync(join(folder, 'dos.go'), 0o755)
    gitApply(folder, unifiedDiff(all))
    expectFiles(folder, all)
    expect(statSync(join(folder, 'dos.go')).mode & 0o777).toBe(0o755)
  })
})
