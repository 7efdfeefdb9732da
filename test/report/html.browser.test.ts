/// <reference lib="dom" />
import axe, { type AxeResults } from 'axe-core'
import type { Browser, BrowserContextOptions, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest'
import type { Report } from '../../src/model/report.ts'
import { openBrowser, pageFile } from '../support/browser.ts'
import { hostileObserved } from './hostile-observed.ts'
import { findingOf } from './hostile-report.ts'
import { observedReport as breachReport } from './observed-report.ts'
import { observedRace, observedReport, sharedMaps } from './page-report.ts'
import { cleanReport, reloadReport } from './reload-report.ts'
import { render } from './render.ts'

let browser: Browser
beforeAll(async () => {
  browser = await openBrowser()
})
afterAll(() => browser?.close())

interface Opened {
  readonly page: Page
  /** What the browser had to complain about, breaches of the policy and dialogs included. */
  readonly complaints: readonly string[]
  readonly requests: readonly string[]
}

async function open(report: Report, options: BrowserContextOptions = {}): Promise<Opened> {
  const { url, remove } = pageFile(render('html', report))
  const context = await browser.newContext({ viewport: { width: 1200, height: 900 }, ...options })
  onTestFinished(async () => {
    await context.close()
    remove()
  })
  const page = await context.newPage()
  const complaints: string[] = []
  const requests: string[] = []
  page.on('console', (message) => complaints.push(message.text()))
  page.on('pageerror', ({ message }) => complaints.push(message))
  page.on('dialog', (dialog) => complaints.push(dialog.message()))
  page.on('request', (request) => requests.push(request.url()))
  await page.goto(url)
  return { page, complaints, requests: requests.filter((request) => request !== url) }
}

const reports: readonly (readonly [string, Report])[] = [['observed', observedReport], ['of breaches', breachReport], ['unobserved', reloadReport], ['clean', cleanReport], ['hostile', hostileObserved]]
const phone = { viewport: { width: 360, height: 740 } }

describe.each(reports)('the page of a report that is %s', (_name, report) => {
  test('fetches nothing, and the browser has nothing to complain about', async () => {
    const { page, complaints, requests } = await open(report)
    await page.getByRole('button', { name: /use dark colours/i }).click()
    expect(requests).toEqual([])
    expect(complaints).toEqual([])
  })

  test.each([['light', {}], ['dark', { colorScheme: 'dark' }], ['narrow', phone]] as const)('is accessible (%s)', async (_mode, options) => {
    const { page } = await open(report, options)
    await openAll(page)
    expect(await axeViolations(page)).toEqual([])
  })

  test('fits a phone', async () => {
    const { page } = await open(report, phone)
    await openAll(page)
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(360)
  })

  test('is complete without JavaScript', async () => {
    const { page } = await open(report, { javaScriptEnabled: false })
    const { page: whole } = await open(report)
    const texts = (where: Page) => where.locator('main').evaluate((main) => main.textContent?.replace(/\s+/g, ' '))
    expect(await texts(page)).toBe(await texts(whole))
    expect(await page.getByRole('button').count()).toBe(0)
    expect(await page.getByRole('searchbox').count()).toBe(0)
  })
})

describe('what comes from the program', () => {
  test('stays text', async () => {
    const { page } = await open(hostileObserved)
    expect(await page.locator('script').count()).toBe(1)
    const suspicious = await page.evaluate(() => Array.from(document.querySelectorAll('*')).flatMap((element) =>
      element.getAttributeNames().filter((name) => /^on|^style$/.test(name) || /^\s*javascript:/i.test(element.getAttribute(name) ?? ''))))
    expect(suspicious).toEqual([])
    expect(await page.locator('.message').first().innerText()).toContain('</script><script>alert(1)</script><!--')
    expect(await page.evaluate(() => document.querySelectorAll('main, footer').length)).toBe(2)
  })

  test('of a thousand characters leaves the layout alone', async () => {
    const type = `map[string]main.Cache[${'main.Key,'.repeat(110)}int]`
    const findings = [findingOf(type), findingOf('x'.repeat(1000), { id: 'second' })]
    for (const options of [{}, phone]) {
      const { page } = await open({ ...reloadReport, findings, sharedMaps: sharedMaps.map((map) => ({ ...map, type, expression: type })) }, options)
      expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBeLessThanOrEqual(0)
    }
  })
})

describe('tables', () => {
  const names = (page: Page) => page.locator('#maps-table tbody:visible th code:first-child').evaluateAll((cells) => cells.filter((cell) => cell.parentElement?.tagName === 'TH').map((cell) => cell.textContent))

  test('are searched, word by word, in all that a row says', async () => {
    const { page } = await open(observedReport)
    const box = page.getByRole('searchbox', { name: 'Search maps' })
    await box.fill('CHANNEL collect')
    expect(await names(page)).toEqual(['map[string][]string'])
    expect(await page.locator('[data-search="maps-table"] output').innerText()).toBe('1 of 3')
    await box.fill('no such map')
    expect(await names(page)).toEqual([])
    await box.fill('')
    expect(await names(page)).toHaveLength(3)
  })

  test('are sorted by the heading that is pressed, numbers with the largest first', async () => {
    const { page } = await open(observedReport)
    const order = () => page.getByRole('columnheader', { name: 'Writers' }).getAttribute('aria-sort')
    await page.getByRole('button', { name: 'Writers' }).click()
    expect([await order(), await names(page)]).toEqual(['descending', ['s.byUser', 'map[string][]string', 'c.data']])
    await page.getByRole('button', { name: 'Writers' }).click()
    expect([await order(), await names(page)]).toEqual(['ascending', ['c.data', 'map[string][]string', 's.byUser']])
    await page.locator('#maps-table').getByRole('button', { name: 'Map', exact: true }).click()
    expect([await order(), await names(page)]).toEqual([null, ['c.data', 'map[string][]string', 's.byUser']])
  })

  test('of very many races are searched in a moment', async () => {
    const findings = Array.from({ length: 100_000 }, (_, index) => ({ ...observedRace, id: `race-${index}` }))
    const before = performance.now()
    const { page } = await open({ ...observedReport, findings })
    const opened = performance.now()
    await page.getByRole('searchbox', { name: 'Search findings' }).fill('nothing like this')
    expect(await page.locator('#findings-table tr[data-item]:visible').count()).toBe(0)
    console.log(`100,000 races: written and opened in ${seconds(before, opened)} s, searched in ${seconds(opened, performance.now())} s`)
    expect(performance.now() - before).toBeLessThan(60_000)
  })
})

describe('with the keyboard alone', () => {
  test('the first key leads past the head of the page', async () => {
    const { page } = await open(observedReport)
    await page.keyboard.press('Tab')
    expect(await page.locator('.skip').boundingBox()).toMatchObject({ y: expect.closeTo(8, 0) })
    await page.keyboard.press('Enter')
    expect(await page.evaluate(() => document.activeElement?.id)).toBe('content')
  })

  test('everything is reached, and one sees where one is', async () => {
    const { page } = await open(observedReport)
    const reached = new Set<string>()
    for (let press = 0; press < 150; press += 1) {
      await page.keyboard.press('Tab')
      const [what, outline] = await page.evaluate(() => {
        const element = document.activeElement
        if (!element || element === document.body) return ['', '']
        const { outlineStyle, outlineWidth } = getComputedStyle(element)
        return [`${element.tagName} ${element.id || element.className || element.textContent}`, `${outlineStyle} ${outlineWidth}`]
      })
      if (what === '') break
      expect([what, outline]).toEqual([what, 'solid 3px'])
      reached.add(what ?? '')
    }
    for (const element of ['BUTTON theme', 'INPUT findings-table-search', 'INPUT maps-table-search', 'BUTTON Accesses', 'PRE source', 'DIV scroll']) expect([...reached]).toContain(element)
  })

  test('a table is sorted, and a part opened', async () => {
    const { page } = await open(observedReport)
    await page.getByRole('button', { name: 'Guard' }).focus()
    await page.keyboard.press('Enter')
    expect(await page.getByRole('columnheader', { name: 'Guard' }).getAttribute('aria-sort')).toBe('ascending')
    await page.locator('summary', { hasText: 'map-race' }).last().focus()
    await page.keyboard.press('Space')
    expect(await page.locator('details.rule').getAttribute('open')).not.toBeNull()
  })
})

describe('light and dark', () => {
  const background = (page: Page) => page.evaluate(() => getComputedStyle(document.body).backgroundColor)

  test('is as the system has it, until one chooses, and then stays', async () => {
    const { page } = await open(observedReport)
    const light = await background(page)
    await page.emulateMedia({ colorScheme: 'dark' })
    const dark = await background(page)
    expect(dark).not.toBe(light)
    await page.getByRole('button', { name: /use light colours/i }).click()
    expect(await background(page)).toBe(light)
    await page.reload()
    expect(await background(page)).toBe(light)
  })

  test('is light on paper, where all is open', async () => {
    const { page } = await open(observedReport, { colorScheme: 'dark' })
    const [hidden] = await page.locator('.events ol').all()
    expect(await hidden?.isVisible()).toBe(false)
    await page.emulateMedia({ media: 'print' })
    expect(await page.locator('.events ol li').first().isVisible()).toBe(true)
    expect(await page.getByRole('searchbox').count()).toBe(0)
    expect(await page.evaluate(() => getComputedStyle(document.querySelector('.message') ?? document.body).color)).toBe('rgb(28, 34, 45)')
  })
})

async function openAll(page: Page): Promise<void> {
  await page.evaluate(() => document.querySelectorAll('details').forEach((details) => details.toggleAttribute('open', true)))
}

/** Run from outside: the policy of the page lets no other script in. */
async function axeViolations(page: Page): Promise<readonly string[]> {
  await page.evaluate(axe.source)
  const { violations } = await page.evaluate<AxeResults>("axe.run(document, { resultTypes: ['violations'] })")
  return violations.flatMap(({ id, nodes }) => nodes.map(({ target, failureSummary }) => `${id} at ${target.join(' ')}: ${failureSummary}`))
}

function seconds(from: number, to: number): string {
  return ((to - from) / 1000).toFixed(2)
}
