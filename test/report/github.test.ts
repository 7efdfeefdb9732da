import { describe, expect, test } from 'vitest'
import { printable } from '../../src/report/text.ts'
import { evil, findingOf, hostileReport } from './hostile-report.ts'
import { cleanReport, judgedReport, reloadRace, reloadReport } from './reload-report.ts'
import { render } from './render.ts'

/** As the runner of GitHub Actions reads a line. */
function parse(line: string): { level: string; properties: Record<string, string>; message: string } {
  const [, level = '', list = '', message = ''] = /^::(\w+)(?: ([^:]*))?::(.*)$/.exec(line) ?? []
  const unescape = (text: string): string => text.replaceAll('%0D', '\r').replaceAll('%0A', '\n').replaceAll('%3A', ':').replaceAll('%2C', ',').replaceAll('%25', '%')
  const pairs = list.split(',').filter((pair) => pair !== '').map((pair) => /^(\w+)=(.*)$/s.exec(pair) ?? [])
  return { level, properties: Object.fromEntries(pairs.map(([, name, value]) => [name, unescape(value ?? '')])), message: unescape(message) }
}

const commands = (text: string) => text.trimEnd().split('\n').map(parse)

describe('GitHub annotations', () => {
  test('one for each race that counts, at the line that modifies, by a path that the runner finds', () => {
    expect(commands(render('github', judgedReport)).map(({ level }) => level)).toEqual(['error', 'warning', 'warning'])
    expect(commands(render('github', reloadReport))[0]).toMatchObject({
      properties: { file: '/home/dev/server/config/config.go', line: '31', title: `map-race ${reloadRace.id}` },
      message: expect.stringMatching(/\nThe other side: read by goroutine 7 at config\/config.go:17\.\n/),
    })
  })

  test('nothing of the program becomes a command, a property or a line of its own', () => {
    const [error, ...warnings] = commands(render('github', hostileReport))
    expect(Object.keys(error?.properties ?? {})).toEqual(['file', 'line', 'title'])
    expect(error?.properties['file']).toBe(printable(`/home/dev/server/${evil}/evil.go`))
    expect(warnings.map(({ level }) => level)).toEqual(['warning', 'warning'])
  })

  test('of more than GitHub shows, the last says how many there are', () => {
    const findings = Array.from({ length: 25 }, (_, index) => findingOf('x', { id: `race-${index}` }))
    const all = commands(render('github', { ...reloadReport, findings }))
    expect(all).toHaveLength(10)
    expect(all.at(-1)).toMatchObject({ level: 'error', properties: { title: '16 more map races' } })
    expect(commands(render('github', { ...reloadReport, findings: findings.slice(0, 10) }))).toHaveLength(10)
  })

  test('nothing when there is nothing', () => {
    expect(render('github', cleanReport)).toBe('')
  })
})
