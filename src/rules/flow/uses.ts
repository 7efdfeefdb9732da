import type { Node } from 'web-tree-sitter'
import type { MapOperation } from '../../model/finding.ts'

export interface ArgumentUse {
  readonly map: Node
  readonly op: MapOperation
  /** The function, where it uses all entries. */
  readonly by?: string
}

/** What functions do to a map that they get as the argument with this index; `all` is for any argument. */
const byName: Readonly<Record<string, readonly { readonly index: number | 'all'; readonly op: MapOperation }[]>> = {
  delete: [{ index: 0, op: 'delete' }],
  clear: [{ index: 0, op: 'clear' }],
  len: [{ index: 0, op: 'read' }],
  'maps.Clone': [{ index: 0, op: 'clone' }],
  'maps.Copy': [{ index: 0, op: 'write' }, { index: 1, op: 'iterate' }],
  'maps.DeleteFunc': [{ index: 0, op: 'delete' }],
  'maps.Insert': [{ index: 0, op: 'write' }],
  'maps.Equal': [{ index: 'all', op: 'iterate' }],
  'json.Marshal': [{ index: 0, op: 'iterate' }],
  'json.MarshalIndent': [{ index: 0, op: 'iterate' }],
  'yaml.Marshal': [{ index: 0, op: 'iterate' }],
}

const printers = /^(fmt\.(Sprint|Print|Fprint|Append)(f|ln)?|log\.(Print|Fatal|Panic)(f|ln)?)$/

const encoders = /^(json|yaml)\.NewEncoder\([\w.&]*\)\.Encode$/

/** The arguments of a call that its function uses as maps, by its name. */
export function usesByCall(call: Node): readonly ArgumentUse[] {
  const name = call.childForFieldName('function')?.text ?? ''
  const list = call.childForFieldName('arguments')?.namedChildren ?? []
  const known = Object.hasOwn(byName, name) ? byName[name] : undefined
  if (known !== undefined) {
    return known.flatMap(({ index, op }) => {
      const maps = index === 'all' ? list : list.slice(index, index + 1)
      return maps.filter(mayBeMap).map((map) => ({ map, op, ...(name.includes('.') && { by: name }) }))
    })
  }
  const encoder = encoders.exec(name)?.[1]
  if (encoder !== undefined) return list.slice(0, 1).filter(mayBeMap).map((map) => ({ map, op: 'iterate', by: `${encoder}.Encode` }))
  return printers.test(name) ? list.filter(mayBeMap).map((map) => ({ map, op: 'iterate', by: name })) : []
}

function mayBeMap({ type }: Node): boolean {
  return type === 'identifier' || type === 'selector_expression' || type === 'index_expression'
}
