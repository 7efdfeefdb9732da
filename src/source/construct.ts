import type { Node } from 'web-tree-sitter'
import type { SourceEdit } from './facts.ts'

/** How one kind of edit is made. */
export interface Construct {
  /** Whether the smallest node around the edit's range, which is exactly as large, is what the edit is about. */
  readonly confirms: (node: Node) => boolean
  /** The changes; `call` names a function of package runtime. */
  readonly changes: (edit: SourceEdit, call: (name: string) => string) => Changes
}

/** What becomes of the text of an edit. All of it stays on its lines. */
export interface Changes {
  readonly before?: string
  readonly instead?: string
  readonly after?: string
  /** Comes behind all that other edits put after the same text. */
  readonly behind?: string
}
