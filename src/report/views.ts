import { renderHtml } from './html.ts'
import { renderJson } from './json.ts'
import { renderOwnershipMarkdown } from './markdown/ownership.ts'
import type { Format, Renderer } from './registry.ts'
import { renderOwnership } from './terminal/ownership.ts'

/** What of a report is looked at. */
export const views = ['findings', 'ownership'] as const
export type View = (typeof views)[number]

/** Formats that show how maps are shared. In JSON and HTML, that is part of the report. */
export const ownershipRenderers: Readonly<Partial<Record<Format, Renderer>>> = {
  terminal: renderOwnership,
  json: renderJson,
  markdown: renderOwnershipMarkdown,
  html: renderHtml,
}
