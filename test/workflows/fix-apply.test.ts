import { mkdtempSync, readFileSync, readdirSync, realpathSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { applyFixes } from '../../src/workflows/fix-apply.ts'

function folder(): string {
  const path = realpathSync(mkdtempSync(join(tmpdir(), 'mapsan-apply-')))
  onTestFinished(() => rmSync(path, { recursive: true }))
  return path
}

test('fixes are written with the mode of the file, and through a link', async () => {
  const cwd = folder()
  const [file, link] = [join(cwd, 'a.go'), join(cwd, 'b.go')]
  writeFileSync(file, 'before', { mode: 0o640 })
  symlinkSync(file, link)
  await applyFixes([{ path: link, before: Buffer.from('before'), after: 'after' }])
  expect([readFileSync(file, 'utf8'), statSync(file).mode & 0o777]).toEqual(['after', 0o640])
  expect(readdirSync(cwd)).toEqual(['a.go', 'b.go'])
})

test.each(['edited', undefined])('nothing is written when one of the files has changed: %j', async (now) => {
  const cwd = folder()
  const [first, second] = [join(cwd, 'a.go'), join(cwd, 'b.go')]
  writeFileSync(first, 'one')
  if (now !== undefined) writeFileSync(second, now)
  const changes = [{ path: first, before: Buffer.from('one'), after: '1' }, { path: second, before: Buffer.from('two'), after: '2' }]
  await expect(applyFixes(changes)).rejects.toMatchObject({ code: 'SOURCES_CHANGED', message: expect.stringContaining(second) })
  expect(readFileSync(first, 'utf8')).toBe('one')
  expect(readdirSync(cwd)).toEqual(now === undefined ? ['a.go'] : ['a.go', 'b.go'])
})
