import type { Construct } from './construct.ts'

/** `cfg.data, err = read()`: what was done to the variable is said behind the statement, on its line. */
function behind(name: string): Construct {
  return {
    confirms: ({ type }) => type === 'assignment_statement' || type === 'short_var_declaration',
    changes: ({ variable }, call) => ({ behind: `; ${call(name)}(&${variable})` }),
  }
}

/** `case cfg.data = <-fresh:`, `for _, cfg.data = range all {`: it is said where the body begins. */
function atBody(name: string): Construct {
  return {
    confirms: ({ type }) => type === ':' || type === '{',
    changes: ({ variable }, call) => ({ behind: ` ${call(name)}(&${variable});` }),
  }
}

export const loaded = behind('MapsanLoaded')
export const stored = behind('MapsanStored')
export const beginLoaded = atBody('MapsanLoaded')
export const beginStored = atBody('MapsanStored')
