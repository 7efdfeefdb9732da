import type { Report } from '../model/report.ts'
import { renderBaseline } from './baseline.ts'
import { renderGithub } from './github.ts'
import { renderHtml } from './html.ts'
import { renderJson } from './json.ts'
import { renderJunit } from './junit.ts'
import { renderMarkdown } from './markdown.ts'
import { renderSarif } from './sarif.ts'
import { renderTerminal } from './terminal.ts'

export const formats = ['terminal', 'json', 'sarif', 'junit', 'github', 'markdown', 'html', 'baseline'] as const
export type Format = (typeof formats)[number]

export function isFormat(name: string): name is Format {
  return formats.some((format) => format === name)
}

export interface RenderOptions {
  /** Whether escape sequences for colour may be used. */
  readonly colour: boolean
  /** Columns of the terminal. */
  readonly width: number
}

/** Gives the text in pieces: together they can be longer than the longest string. */
export type Renderer = (report: Report, options: RenderOptions) => Iterable<string>

export const renderers: Readonly<Record<Format, Renderer>> = {
  terminal: renderTerminal,
  json: renderJson,
  sarif: renderSarif,
  junit: renderJunit,
  github: renderGithub,
  markdown: renderMarkdown,
  html: renderHtml,
  baseline: renderBaseline,
}

/** What a report is called in a folder. */
export const reportFiles: Readonly<Record<Format, string>> = {
  terminal: 'report.txt',
  json: 'report.json',
  sarif: 'report.sarif',
  junit: 'report.junit.xml',
  github: 'report.github.txt',
  markdown: 'report.md',
  html: 'report.html',
  baseline: 'baseline.json',
}

/** Formats that do what they are for when they are printed: for a person, or for a CI that reads along. */
export const logFormats: readonly Format[] = ['terminal', 'github']
