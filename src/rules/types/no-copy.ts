/** Types whose values must not be copied once they are in use: locks, and what holds one. As of go vet's copylocks. */
import type { Node } from 'web-tree-sitter'
import { remember } from '../memo.ts'
import { fieldsOf, type InnerLock, type PackageFacts, type TypeSource } from './declarations.ts'
import { libraryLocks } from './library-locks.ts'
import { isPackageType, written } from './value-type.ts'

/** All of these have a sync.noCopy in them, or are one (src/sync, src/sync/atomic: go1.19 and later). */
const ofLibrary = /^(sync\.(Mutex|RWMutex|WaitGroup|Once|Pool|Cond|Map)|atomic\.(Bool|Int32|Int64|Uint32|Uint64|Uintptr|Pointer|Value))$/

const deepest = 12

/** The lock that a value of this type, written without a pointer, has in it. */
export function lockIn(type: Node | undefined, facts: PackageFacts, depth = 0): InnerLock | undefined {
  if (type === undefined || depth > deepest) return undefined
  const inner = (node: Node | null | undefined, path: string): InnerLock | undefined => {
    const of = written(node)
    const lock = of?.pointers === 0 ? lockIn(of.type, facts, depth + 1) : undefined
    return lock && { ...lock, path: path + lock.path }
  }
  switch (type.type) {
    case 'qualified_type':
      return lockInQualified(type.text, facts)
    case 'generic_type':
      return inner(type.childForFieldName('type'), '')
    case 'array_type':
    case 'implicit_length_array_type':
      return inner(type.childForFieldName('element'), '[]')
    case 'struct_type':
      return first(fieldsOf(type), (field) => (field.pointer ? undefined : inner(field.type, `.${field.name}`)))
    case 'type_identifier': {
      const declared = facts.types.get(type.text)
      if (declared === undefined || facts.types.isRepeated(type.text) || !isPackageType(type)) return undefined
      return inner(declared.childForFieldName('type'), '') ?? (isLocker(type.text, facts) ? { path: '', type: type.text } : undefined)
    }
    default:
      return undefined
  }
}

/** The types of a package that have a lock in them. */
export const lockTypes = remember((facts: PackageFacts): readonly string[] => mayHaveLocks(facts).flatMap(({ specs }) => specs).flatMap((spec) => {
  const name = spec.childForFieldName('name')?.text ?? ''
  const of = written(spec.childForFieldName('type'))
  return !facts.types.isRepeated(name) && (isLocker(name, facts) || (of?.pointers === 0 && lockIn(of.type, facts) !== undefined)) ? [name] : []
}))

/** By the text: what names a lock, or something that may have one. The others are not even parsed. */
function mayHaveLocks(facts: PackageFacts): readonly TypeSource[] {
  if (!facts.usesLocks && foreignLockTypes(facts, '').length === 0) return []
  const lockers = facts.all.filter(({ name }) => name.endsWith('.Lock')).map(({ name }) => name.slice(0, -'.Lock'.length))
  const may: TypeSource[] = []
  let others = facts.typeSources
  for (let names: readonly string[] = [String.raw`(?:sync|atomic)\.[A-Z]`, ...[...lockers, ...foreignLockTypes(facts, '')].map((name) => `${name.replace('.', String.raw`\.`)}(?!\\w)`)]; names.length > 0; ) {
    const pattern = new RegExp(String.raw`(?<!\w)(?:${names.join('|')})`)
    const found = others.filter(({ text }) => pattern.test(text))
    may.push(...found)
    others = others.filter((one) => !found.includes(one))
    names = found.flatMap(({ specs }) => specs).map((spec) => `${spec.childForFieldName('name')?.text}(?!\\w)`)
  }
  return may
}

/** A struct that has Lock and Unlock behind a pointer. */
function isLocker(name: string, { functions, types }: PackageFacts): boolean {
  const isMethod = (method: string): boolean => {
    const fn = functions.get(`${name}.${method}`)
    return fn?.childForFieldName('receiver')?.text.includes('*') === true && fn.childForFieldName('parameters')?.namedChildCount === 0 && fn.childForFieldName('result') === null
  }
  return types.get(name)?.childForFieldName('type')?.type === 'struct_type' && isMethod('Lock') && isMethod('Unlock')
}

/** What is imported under the name must be one package in all files. */
function lockInQualified(text: string, facts: PackageFacts): InnerLock | undefined {
  const [name = '', type = ''] = text.split('.')
  const paths = facts.importsOf(name)
  if (ofLibrary.test(text)) return paths.every((path) => path === 'sync' || path === 'sync/atomic') ? { path: '', type: text } : undefined
  const [path] = paths
  if (path === undefined || paths.some((one) => one !== path)) return undefined
  if (libraryLocks[path]?.includes(type)) return { path: '', type: text }
  const lock = facts.lockInForeign(path, type)
  // A lock of that package's own has no name of its package there.
  return lock?.path === '' && !lock.type.includes('.') ? { path: '', type: `${name}.${lock.type}` } : lock
}

/** Types of other packages that have a lock in them, as this package calls them. */
export const foreignLockTypes = remember((facts: PackageFacts): readonly string[] => facts.foreignTypes.filter((name) => !ofLibrary.test(name) && lockInQualified(name, facts) !== undefined))

function first<From, To>(some: readonly From[], find: (one: From) => To | undefined): To | undefined {
  for (const one of some) {
    const found = find(one)
    if (found !== undefined) return found
  }
  return undefined
}
