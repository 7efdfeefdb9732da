import { marked } from 'marked'
import { describe, expect, test } from 'vitest'
import { evil, findingOf, hostileReport } from './hostile-report.ts'
import { cleanReport, judgedReport, reloadReport } from './reload-report.ts'
import { render } from './render.ts'

const ours = new Set(['h2', 'h3', 'p', 'code', 'pre', 'strong', 'details', 'summary', 'blockquote', 'ul', 'li'])

/** As a browser gets it: comments part the texts, and what is code stays text. */
function html(markdown: string): string {
  return marked.parse(markdown, { async: false }).replaceAll(/<!--[\s\S]*?-->/g, '\0')
}

function elements(markdown: string): Set<string> {
  return new Set(Array.from(html(markdown).matchAll(/<\/?([a-z]\w*)/gi), ([, name = '']) => name.toLowerCase()))
}

describe('Markdown', () => {
  test('says what counts, and what does not', () => {
    const text = render('markdown', judgedReport)
    expect(text).toContain('1 map race found in 1 process')
    expect(text).toContain('2 races suppressed: 1 by a comment, 1 by the baseline.')
    expect(text).toContain('> main.go:77: mapsan:ignore map-race matched no race of this run.')
    expect(render('markdown', cleanReport)).toContain('No map race found')
  })

  test('nothing of the program is markup', () => {
    const found = elements(render('markdown', hostileReport))
    expect([...found].filter((name) => !ours.has(name))).toEqual([])
    expect([...elements(evil)].some((name) => !ours.has(name))).toBe(true)
  })

  test('nobody is notified, and nothing is linked', () => {
    const outsideOfCode = html(render('markdown', hostileReport)).replaceAll(/<code[\s\S]*?<\/code>/g, '')
    expect(outsideOfCode).toContain('everyone')
    expect(outsideOfCode).not.toMatch(/(?<!&)[@#]\w|https?:|www\./)
  })

  test('a code block ends where it should, whatever backquotes its lines have', () => {
    const lines = ['```', '````', '~~~', '</details>']
    const excerpts = [{ file: '/home/dev/server/x/evil.go', line: 1, firstLine: 1, lines }]
    const shown = html(render('markdown', { ...reloadReport, findings: [findingOf('x')], excerpts }))
    expect(shown.match(/<\/details>/g)).toHaveLength(1)
  })

  test.each([200, 5000])('fits a comment of GitHub with %d races, and says what is left out', (length) => {
    const findings = Array.from({ length }, (_, index) => findingOf(`ü${evil}`, { id: `race-${index}` }))
    const text = render('markdown', { ...hostileReport, findings })
    expect(Buffer.byteLength(text)).toBeLessThan(65_536)
    const shown = new Set(Array.from(text.matchAll(/race-\d+/g), ([id]) => id)).size
    expect(text).toContain(`${(length - shown).toLocaleString('en')} more races, which a comment has no room for.`)
  })

  test('races without room for details are listed in a line each', () => {
    const findings = Array.from({ length: 60 }, (_, index) => findingOf('y'.repeat(600), { id: `race-${index}` }))
    const text = render('markdown', { ...reloadReport, findings })
    expect(text).toContain('- `race-')
    expect(text).toContain('### map-race `race-0`')
  })
})
