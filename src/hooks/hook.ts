/**
 * A change to Go's own sources, as data. The hooks of one range of Go versions are a table (tables/);
 * apply.ts carries them out and knows nothing of versions.
 */
export interface Hook {
  /** Names what it is about, such as `maps.fast64.access1`. Tests leave hooks out by this name. */
  readonly id: string
  readonly why: string
  readonly sites: readonly Site[]
  /** What happens when the hook is left out. Needed where Go's own text would be at work, because `race.Enabled` is true. */
  readonly off?: readonly Site[]
  /** The engine or other hooks do not compile without it. */
  readonly required?: true
}

/** One query in one file, and what to do at each of its matches. */
export interface Site {
  /** Below GOROOT/src. */
  readonly file: string
  /** Where to look: a function (`chansend`) or method (`RWMutex.RLock`) that exists once. Absent: the whole file. */
  readonly function?: string
  /** A tree-sitter query over the grammar of Go. */
  readonly query: string
  /** How often the query must match. Anything else stops MapSan: a hook is never silently lost. */
  readonly count: number
  readonly edits: readonly Edit[]
}

/**
 * What to do with a captured node. `@name` in a text stands for the text of that capture. Texts are one line, so that
 * every statement keeps its line number in users' stacks; only what is appended starts lines of its own.
 */
export type Edit =
  | { readonly do: 'replace'; readonly at: string; readonly text: string }
  | { readonly do: 'insert before'; readonly at: string; readonly text: string }
  | { readonly do: 'insert after'; readonly at: string; readonly text: string }
  | { readonly do: 'append to the file'; readonly text: string }

/** A file that tree-sitter-go cannot read (assembly) and whose code Go functions take over: it becomes `text`. */
export interface Takeover {
  readonly id: string
  readonly why: string
  readonly file: string
  /** Must occur `count` times in the file that is taken over. */
  readonly marker: string
  readonly count: number
  readonly text: string
}

export interface HookTable {
  /** Minor version of Go 1: 26 for go1.26.8. */
  readonly minor: number
  readonly hooks: readonly Hook[]
  readonly takeovers: readonly Takeover[]
}
