import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { validateXML } from 'xmllint-wasm'
import { hostileReport } from './hostile-report.ts'
import { cleanReport, judgedReport, reloadRace, reloadReport } from './reload-report.ts'
import { render } from './render.ts'

const schema = readFileSync(join(import.meta.dirname, 'junit.xsd'), 'utf8')

async function errors(contents: string): Promise<readonly string[]> {
  const result = await validateXML({ xml: [{ fileName: 'report.junit.xml', contents }], schema: [schema] })
  return result.errors.map(({ message }) => message)
}

describe('JUnit XML', () => {
  test.each([['races', reloadReport], ['suppressed races', judgedReport], ['no race', cleanReport], ['hostile texts', hostileReport]])(
    'is well-formed and valid (%s)',
    async (_title, report) => {
      expect(await errors(render('junit', report))).toEqual([])
    },
  )

  test('the schema is really asked', async () => {
    expect(await errors('<testsuites tests="1" failures="0" errors="0"><testcase/></testsuites>')).not.toEqual([])
    expect(await errors('<testsuites>\u0001</testsuites>')).not.toEqual([])
  })

  test('counts as a reader does who counts for itself', () => {
    const text = render('junit', judgedReport)
    expect(text).toContain('tests="3" failures="1" errors="0" skipped="2"')
    expect(text.match(/<testcase /g)).toHaveLength(3)
    expect(text.match(/<failure /g)).toHaveLength(1)
    expect(text.match(/<skipped /g)).toHaveLength(2)
  })

  test('a clean run is a test that passed, because no test at all is a failure to some readers', () => {
    expect(render('junit', cleanReport)).toContain('<testcase name="no map race found" classname="mapsan"/>')
  })

  test('a test has the same name in the next run, whatever moved', () => {
    const moved = { ...reloadRace, map: { ...reloadRace.map, address: '0x5' } }
    const name = (finding: typeof reloadRace): string | undefined => /<testcase name="[^"]*"/.exec(render('junit', { ...reloadReport, findings: [finding] }))?.[0]
    expect(name(moved)).toBe(name(reloadRace))
    expect(name(moved)).not.toMatch(/:\d+|goroutine|0x/)
  })
})
