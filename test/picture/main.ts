/** The picture in the README: what MapSan says in a browser about its first example, down to the timeline. */
import { mkdtemp, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { execa } from 'execa'
import { openBrowser } from '../support/browser.ts'

const example = 'fixtures/locking/config-reload/racy'
const picture = 'test/picture/report.png'

/** GitHub shows it about 900 wide. */
const width = 1100
const margin = 8

// npm runs scripts in the root of the package.
const folder = await mkdtemp(join(tmpdir(), 'mapsan-picture-'))
try {
  const { exitCode, stderr } = await execa(process.execPath, [resolve('dist/main.js'), 'diagnose', '--format', 'html', '--out', folder, resolve(example)], { reject: false })
  if (exitCode !== 1) throw new Error(`the example was to be found racy, with exit code 1, not ${exitCode}:\n${stderr}`)
  await photograph(join(folder, 'report.html'))
  console.log(`${picture}: ${Math.round((await stat(picture)).size / 1000)} kB`)
} finally {
  await rm(folder, { recursive: true, force: true })
}

async function photograph(file: string): Promise<void> {
  const browser = await openBrowser()
  try {
    const page = await browser.newPage({ viewport: { width, height: 900 }, colorScheme: 'light' })
    await page.goto(pathToFileURL(file).href)
    const timeline = await page.locator('.scroll').first().boundingBox()
    if (!timeline) throw new Error('the page of the example has no timeline')
    await page.screenshot({ path: picture, fullPage: true, clip: { x: 0, y: 0, width, height: Math.ceil(timeline.y + timeline.height) + margin } })
  } finally {
    await browser.close()
  }
}
