import { accessSync, constants, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { chromium, type Browser } from 'playwright-core'

const names = ['chromium', 'chromium-browser', 'google-chrome']

/** A browser without a window, the one that is on PATH. */
export async function openBrowser(): Promise<Browser> {
  const executablePath = findChromium()
  // As root, as in CI, Chromium has no sandbox to offer.
  return chromium.launch({ executablePath, chromiumSandbox: process.getuid?.() !== 0 })
}

function findChromium(): string {
  const candidates = (process.env['PATH'] ?? '').split(delimiter).flatMap((folder) => names.map((name) => join(folder, name)))
  const found = candidates.find(isExecutable)
  if (found === undefined) throw new Error(`no Chromium on PATH (${names.join(', ')}): install it, on Debian with apt-get install chromium`)
  return found
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK)
    return true
  } catch {
    return false
  }
}

/** Puts a page where a user would open it from. */
export function pageFile(text: string): { readonly url: string; readonly remove: () => void } {
  const folder = mkdtempSync(join(tmpdir(), 'mapsan-page-'))
  const file = join(folder, 'report.html')
  writeFileSync(file, text)
  return { url: pathToFileURL(file).href, remove: () => rmSync(folder, { recursive: true, force: true }) }
}
