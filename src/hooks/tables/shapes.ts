import { quoteForQuery } from '../../syntax/query.ts'
import type { Site } from '../hook.ts'

/** Where a shape applies: one function of one file. */
export interface Place {
  readonly file: string
  readonly function?: string
}

/**
 * The engine's names for the functions that package runtime calls under `if raceenabled`. The constant itself must
 * stay false (malloc, stacks and slices ask it too), so each block that MapSan turns on asks a constant of its own.
 */
const engineNames: Readonly<Record<string, string>> = {
  raceenabled: 'mapsanEnabled',
  raceacquire: 'mapsanAcquire',
  raceacquireg: 'mapsanAcquireG',
  raceacquirectx: 'mapsanAcquireCtx',
  racerelease: 'mapsanRelease',
  racereleaseg: 'mapsanReleaseG',
  racereleasemerge: 'mapsanReleaseMerge',
  racereleasemergeg: 'mapsanReleaseMergeG',
  racereleaseacquire: 'mapsanReleaseAcquire',
  racereleaseacquireg: 'mapsanReleaseAcquireG',
  racegostart: 'mapsanGoStart',
  racegoend: 'mapsanGoEnd',
  racectxend: 'mapsanCtxEnd',
  racefingo: 'mapsanFinGo',
  raceEnterNewCtx: 'mapsanEnterNewCtx',
  raceRestoreCtx: 'mapsanRestoreCtx',
  // Accesses to memory that is no map.
  racereadpc: 'mapsanNopPC',
  racewritepc: 'mapsanNopPC',
  raceReadObjectPC: 'mapsanNopObject',
  raceWriteObjectPC: 'mapsanNopObject',
}

/** Turns on the `if raceenabled` blocks of a function of package runtime. `counts`: how often each name occurs in it. */
export function turnOn(file: string, name: string, counts: Readonly<Record<string, number>>): readonly Site[] {
  return Object.entries(counts).map(([identifier, count]) => {
    const engineName = engineNames[identifier]
    if (engineName === undefined) throw new Error(`the engine has nothing in place of ${identifier}`)
    return renameIdentifier({ file, function: name }, identifier, engineName, count)
  })
}

export function renameIdentifier(place: Place, from: string, to: string, count: number): Site {
  return { ...place, query: `((identifier) @name (#eq? @name "${from}"))`, count, edits: [{ do: 'replace', at: 'name', text: to }] }
}

/** Replaces an expression, found by its exact text. */
export function replaceExpression(place: Place, from: string, to: string, count = 1): Site {
  return { ...place, query: expressionQuery(from), count, edits: [{ do: 'replace', at: 'it', text: to }] }
}

/** Replaces a statement, found by its exact text, by statements on the same line. */
export function replaceStatement(place: Place, from: string, to: string, count = 1): Site {
  return { ...place, query: statementQuery(from), count, edits: [{ do: 'replace', at: 'it', text: to }] }
}

/** Takes a statement out and leaves its line empty. */
export function removeStatement(place: Place, statement: string, count = 1): Site {
  return replaceStatement(place, statement, '', count)
}

export function insertBefore(place: Place, statement: string, text: string): Site {
  return { ...place, query: statementQuery(statement), count: 1, edits: [{ do: 'insert before', at: 'it', text: `${text}; ` }] }
}

export function insertAfter(place: Place, statement: string, text: string): Site {
  return { ...place, query: statementQuery(statement), count: 1, edits: [{ do: 'insert after', at: 'it', text: `; ${text}` }] }
}

/** Adds declarations at the end of a file. */
export function append(file: string, text: string): Site {
  return { file, query: '(package_clause) @package', count: 1, edits: [{ do: 'append to the file', text }] }
}

/** Imports packages on the line of a single import that is there. */
export function importBeside(file: string, present: string, specs: string): Site {
  return {
    file,
    query: `((import_declaration (import_spec path: (_) @path)) @import (#eq? @path ${quoteForQuery(`"${present}"`)}))`,
    count: 1,
    edits: [{ do: 'insert after', at: 'import', text: `; import ${specs}` }],
  }
}

/** Imports a package on the line of one that a group of imports has. */
export function importAmong(file: string, present: string, spec: string): Site {
  return {
    file,
    query: `(import_spec_list ((import_spec path: (_) @path) (#eq? @path ${quoteForQuery(`"${present}"`)})))`,
    count: 1,
    edits: [{ do: 'insert after', at: 'path', text: `; ${spec}` }],
  }
}

/** Adds a field behind one that a struct has, on its line. */
export function addField(file: string, struct: string, after: string, field: string): Site {
  return {
    file,
    query: `(type_spec name: (type_identifier) @struct (#eq? @struct "${struct}")
      type: (struct_type (field_declaration_list (field_declaration name: (field_identifier) @name (#eq? @name "${after}")) @field)))`,
    count: 1,
    edits: [{ do: 'insert after', at: 'field', text: `; ${field}` }],
  }
}

/** Turns off the `if race.Enabled` blocks of a function outside of package runtime: what leaving a hook out means there. */
export function silence(place: Place, count: number): Site {
  return replaceExpression(place, 'race.Enabled', 'false', count)
}

/** A site that changes nothing, but must be there: internal/race does the work at the calls it counts. */
export function expectExpression(place: Place, text: string, count: number): Site {
  return { ...place, query: expressionQuery(text), count, edits: [] }
}

function expressionQuery(text: string): string {
  const kinds = ['call_expression', 'selector_expression', 'binary_expression', 'identifier']
  return `([${kinds.map((kind) => `(${kind})`).join(' ')}] @it (#eq? @it ${quoteForQuery(text)}))`
}

function statementQuery(text: string): string {
  const kinds = ['expression_statement', 'defer_statement', 'assignment_statement', 'short_var_declaration', 'if_statement', 'return_statement', 'inc_statement']
  return `([${kinds.map((kind) => `(${kind})`).join(' ')}] @it (#eq? @it ${quoteForQuery(text)}))`
}

/** Renames what is called; the text may name the callee. */
export function renameCallees(file: string, names: string, text: string, count: number): Site {
  return {
    file,
    query: `((call_expression function: (identifier) @callee) (#match? @callee "^(${names})$"))`,
    count,
    edits: [{ do: 'replace', at: 'callee', text }],
  }
}

export function replaceComment(file: string, comment: string, text: string): Site {
  return { file, query: `((comment) @it (#eq? @it "${comment}"))`, count: 1, edits: [{ do: 'replace', at: 'it', text }] }
}

/** The last line of the function's comment makes room for the directive, which needs a line of its own. */
export function directiveBefore(file: string, name: string): Site {
  return {
    file,
    query: `(((comment) @comment . (function_declaration name: (identifier) @name)) (#eq? @name "${name}"))`,
    count: 1,
    edits: [{ do: 'replace', at: 'comment', text: '//go:noinline' }],
  }
}
