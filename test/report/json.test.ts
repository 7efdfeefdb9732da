import { describe, expect, test } from 'vitest'
import { jsonReport } from '../../src/report/json-schema.ts'
import { renderers } from '../../src/report/registry.ts'
import { cleanReport, encodeRace, reloadReport } from './reload-report.ts'
import type { Report } from '../../src/model/report.ts'

describe('the JSON report', () => {
  test('has the layout that the schema writes down', async () => {
    const text = render(reloadReport)
    jsonReport.parse(JSON.parse(text))
    await expect(text).toMatchFileSnapshot('golden/reload.json')
  })

  test('gives the findings as they are', () => {
    const { findings, dropped, warnings } = jsonReport.parse(JSON.parse(render({ ...reloadReport, dropped: 7, warnings: ['w'] })))
    expect({ findings, dropped, warnings }).toEqual({ findings: reloadReport.findings, dropped: 7, warnings: ['w'] })
  })

  test('is valid without findings', () => {
    expect(jsonReport.parse(JSON.parse(render(cleanReport))).findings).toEqual([])
  })

  test('leaves out what else lies in run.json', () => {
    const run = { ...reloadReport.run, schema: 1, files: ['run.json'] }
    expect(render({ ...reloadReport, run })).toBe(render(reloadReport))
  })

  test('is one document whatever the texts are', () => {
    const message = '"\n\u001b\ud800</script>\u2028'
    const text = render({ ...reloadReport, findings: [{ ...encodeRace, message }] })
    expect(JSON.parse(text)).toMatchObject({ findings: [{ message }] })
  })

  test('the schema rejects a key that is not written down', () => {
    expect(jsonReport.safeParse({ ...JSON.parse(render(cleanReport)), extra: 1 }).success).toBe(false)
  })
})

function render(report: Report): string {
  return [...renderers.json(report, { colour: false, width: 80 })].join('')
}
