import MagicString from 'magic-string'
import type { Node } from 'web-tree-sitter'
import { lineOf } from '../../src/syntax/positions.ts'
import type { GoSyntax } from '../../src/syntax/go.ts'
import { enclosingFunction, resolveVariables, type Variable } from './variables.ts'

/**
 * Turns racing variables into maps: `x := 0` becomes `x := cell(0)`, a map with one entry, and each use `x` becomes
 * `x[0]`. Slices and arrays of which only elements are used become slices of such maps. What is synchronised and
 * what races stays the same, but for the memory that is raced on.
 */
export interface Conversion {
  readonly files: ReadonlyMap<string, string>
  /** For each top-level function with a variable that is now a map: how many. */
  readonly converted: ReadonlyMap<string, number>
}

/** The Go functions that converted code calls; one more file of its package. */
export const cells = `package race_test

func cell[T any](value T) map[int]T { return map[int]T{0: value} }

func cells[T any](n int) []map[int]T {
	made := make([]map[int]T, n)
	for i := range made {
		made[i] = map[int]T{}
	}
	return made
}
`

export function convertPackage(syntax: GoSyntax, sources: ReadonlyMap<string, string>, leave: ReadonlySet<string>): Conversion {
  const names = [...sources.keys()]
  const roots = names.map((name) => syntax.parse(sources.get(name) ?? '').rootNode)
  const edits = new Map(roots.map((root, i) => [root.id, new MagicString(sources.get(names[i] ?? '') ?? '')]))
  const converted = new Map<string, number>()
  const chosen = new Map<number, Variable[]>()
  for (const variable of resolveVariables(roots)) {
    if (functionsOf(variable).some((name) => leave.has(name))) continue
    if (!isShared(variable) || !(isReassigned(variable) ? canBeCell(variable) : canBeCells(variable))) continue
    const together = chosen.get(variable.declaration.id) ?? []
    chosen.set(variable.declaration.id, [...together, variable])
  }
  for (const variables of chosen.values()) {
    const [first] = variables
    const edit = first && edits.get(rootOf(first.declaration).id)
    if (first === undefined || edit === undefined || !convertDeclaration(edit, first.declaration, variables)) continue
    for (const variable of variables) {
      for (const use of variable.uses) convertUse(edits.get(rootOf(use).id) ?? edit, variable, use)
      for (const name of functionsOf(variable)) converted.set(name, (converted.get(name) ?? 0) + 1)
    }
  }
  return { files: new Map(names.map((name, i) => [name, edits.get(roots[i]?.id ?? -1)?.toString() ?? ''])), converted }
}

/** The top-level functions that lie around these lines: what has to be left as it was for the package to compile. */
export function functionsAt(syntax: GoSyntax, source: string, lines: readonly number[]): readonly string[] {
  return syntax.parse(source).rootNode.namedChildren.flatMap((top) => {
    const name = top.childForFieldName('name')?.text
    return name !== undefined && lines.some((line) => line >= lineOf(top) && line <= top.endPosition.row + 1) ? [name] : []
  })
}

function isShared(variable: Variable): boolean {
  return variable.uses.some((use) => enclosingFunction(use)?.id !== variable.owner?.id)
}

function isReassigned(variable: Variable): boolean {
  return variable.uses.some((use) => isTarget(use) || isPartOfTarget(use))
}

/** The whole variable can move into a map: nothing takes its address, and `NoRace` tests do not write single fields. */
function canBeCell(variable: Variable): boolean {
  return variable.uses.every((use) => {
    if (use.parent?.type === 'unary_expression' && use.parent.children[0]?.type === '&') return false
    if (!isPartOfTarget(use)) return true
    return topLevelName(use)?.startsWith('TestRace') === true && assignmentOf(use) !== undefined
  })
}

/** Each element can become a map of its own: the variable is only indexed, or measured. */
function canBeCells(variable: Variable): boolean {
  const indexed = variable.uses.filter((use) => use.parent?.type === 'index_expression' && isField(use, 'operand'))
  const measured = variable.uses.filter((use) => /^(len|cap)\(/.test(use.parent?.parent?.text ?? ''))
  return indexed.length > 0 && indexed.length + measured.length === variable.uses.length && elementsOf(variable) !== undefined
}

/** `[N]T` and `make([]T, N)`: the type of the elements and how many there are. */
function elementsOf(variable: Variable): { type: string; count: string } | undefined {
  const array = variable.declaration.childForFieldName('type')
  if (array?.type === 'array_type') {
    return { type: array.childForFieldName('element')?.text ?? '', count: array.childForFieldName('length')?.text ?? '' }
  }
  const made = /^\w+ := make\(\[\](\w+), (\w+)\)$/.exec(variable.declaration.text)
  return made === null ? undefined : { type: made[1] ?? '', count: made[2] ?? '' }
}

function convertDeclaration(edit: MagicString, declaration: Node, variables: readonly Variable[]): boolean {
  const [only] = variables
  const elements = only !== undefined && variables.length === 1 && !isReassigned(only) ? elementsOf(only) : undefined
  if (only !== undefined && elements !== undefined) {
    const made = `cells[${elements.type}](${elements.count})`
    const text = declaration.type === 'var_spec' ? `${only.name} = ${made}` : `${only.name} := ${made}`
    edit.overwrite(declaration.startIndex, declaration.endIndex, text)
    return true
  }
  const chosen = new Set(variables.map((variable) => variable.name))
  if (declaration.type === 'short_var_declaration') return wrapValues(edit, declaration, chosen)
  if (declaration.type === 'var_spec') return splitSpec(edit, declaration, chosen)
  return false
}

/** `x, done := 0, false` becomes `x, done := cell(0), false`. A declaration in a loop's head stays: Go copies it. */
function wrapValues(edit: MagicString, declaration: Node, chosen: ReadonlySet<string>): boolean {
  const names = declaration.childForFieldName('left')?.namedChildren ?? []
  const values = declaration.childForFieldName('right')?.namedChildren ?? []
  if (names.length !== values.length || declaration.parent?.type === 'for_clause') return false
  values.forEach((value, i) => {
    if (chosen.has(names[i]?.text ?? '')) edit.appendLeft(value.startIndex, 'cell(').appendRight(value.endIndex, ')')
  })
  return true
}

/** `var x, y int = 0, 1` becomes `var x = map[int]int{0: 0}; var y int = 1`, on the same line. */
function splitSpec(edit: MagicString, spec: Node, chosen: ReadonlySet<string>): boolean {
  const names = spec.childrenForFieldName('name').filter((name) => name.type === 'identifier')
  const values = spec.childForFieldName('value')?.namedChildren ?? []
  const type = spec.childForFieldName('type')?.text
  if (spec.parent?.type !== 'var_declaration' || (values.length !== 0 && values.length !== names.length)) return false
  const parts = names.map((name, i) => {
    const value = values[i]?.text
    if (!chosen.has(name.text)) return `${name.text}${type === undefined ? '' : ` ${type}`}${value === undefined ? '' : ` = ${value}`}`
    if (type === undefined) return `${name.text} = cell(${value})`
    return `${name.text} = map[int]${type}{${value === undefined ? '' : `0: ${value}`}}`
  })
  edit.overwrite(spec.startIndex, spec.endIndex, parts.join('; var '))
  return true
}

function convertUse(edit: MagicString, variable: Variable, use: Node): void {
  if (!isReassigned(variable)) {
    if (use.parent?.type === 'index_expression') edit.appendRight(use.parent.endIndex, '[0]')
    return
  }
  const assignment = isPartOfTarget(use) ? assignmentOf(use) : undefined
  if (assignment === undefined) {
    edit.appendRight(use.endIndex, '[0]')
    return
  }
  // A map's entry cannot be changed in part: read it, change it, write it back.
  const { name } = variable
  edit.appendLeft(assignment.startIndex, `{ part := ${name}[0]; `).overwrite(use.startIndex, use.endIndex, 'part')
  edit.appendRight(assignment.endIndex, `; ${name}[0] = part }`)
}

/** Stands on the left of `=`, `op=`, `++`, `--`, `case … = <-c` or `for … = range`. */
function isTarget(node: Node): boolean {
  const parent = node.parent
  if (parent?.type === 'inc_statement' || parent?.type === 'dec_statement') return true
  const list = parent?.type === 'expression_list' ? parent : null
  return list !== null && /^(assignment_statement|receive_statement|range_clause|short_var_declaration)$/.test(list.parent?.type ?? '') && isField(list, 'left')
}

/** A field of the variable (or of a field of it …) is assigned, not the whole. */
function isPartOfTarget(use: Node): boolean {
  let node = use
  while (node.parent?.type === 'selector_expression' && isField(node, 'operand')) node = node.parent
  return node !== use && isTarget(node)
}

function assignmentOf(use: Node): Node | undefined {
  let node: Node | null = use
  while (node !== null && !/_statement$/.test(node.type)) node = node.parent
  const single = node?.type !== 'assignment_statement' || node.childForFieldName('left')?.namedChildCount === 1
  return node !== null && single ? node : undefined
}

function isField(node: Node, field: string): boolean {
  return node.parent?.childrenForFieldName(field).some((child) => child.id === node.id) === true
}

function functionsOf(variable: Variable): readonly string[] {
  const names = [variable.declaration, ...variable.uses].map(topLevelName)
  return [...new Set(names.filter((name) => name !== undefined))]
}

function topLevelName(node: Node): string | undefined {
  let top = node
  while (top.parent !== null && top.parent.type !== 'source_file') top = top.parent
  return top.childForFieldName('name')?.text
}

function rootOf(node: Node): Node {
  return node.tree.rootNode
}
