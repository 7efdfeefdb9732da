import { brokenCompound, coveredBy, coverFunction, type Lock } from './cover.ts'
import type { Edit } from './edit.ts'
import type { VariableFacts } from './facts.ts'
import { evidence, modifiesMap } from './locks.ts'
import { notFound } from './places.ts'
import { no, type Situation, type Strategy } from './strategy.ts'

/** A mutex beside the variable, and all accesses in the module under it. */
export const addLock: Strategy = {
  title: 'add a mutex beside it',
  isFor: (situation) => !isGuarded(situation),
  propose(situation) {
    const { variable, files, show } = situation
    if (isGuarded(situation)) return no('a lock guards it elsewhere: a second one would not keep its holders out')
    const missing = notFound(situation)
    if (missing !== undefined) return missing
    const [unkeyed] = variable.unkeyed
    if (unkeyed !== undefined) return no(`a literal of ${variable.owner} lists its fields by their order, at ${show(unkeyed.file, unkeyed.line)}, and would not compile with one more`)
    if (!variable.alone && variable.kind !== 'local variable') return no(`${variable.name} is declared together with other names`)
    const file = files.get(variable.file)
    if (file === undefined || file.generated) return no(`${variable.name} is declared in a file that is generated`)

    const users = variable.functions.map((fn) => ({ fn, accesses: fn.accesses.filter(({ fresh }) => !fresh) })).filter(({ accesses }) => accesses.length > 0)
    const readers = users.filter(({ accesses }) => !accesses.some(modifiesMap)).length
    const lock = newLock(situation, readers > 0 ? 'sync.RWMutex' : 'sync.Mutex')
    const broken = brokenCompound(situation, users.map(({ fn }) => fn), lock)
    if (broken !== undefined) return no(broken)
    const edits: Edit[] = []
    const covered = coveredBy(users.map(({ fn }) => fn))
    for (const { fn, accesses } of users) {
      const cover = coverFunction(situation, fn, accesses, lock, covered)
      if (cover.kind === 'no') return cover
      edits.push(...cover.edits)
    }
    const declaration = declareLock(situation, lock)
    if (declaration === undefined) return no(`${variable.name} is declared where no statement can stand before it`)
    return {
      kind: 'fix',
      imports: [{ file: variable.file, path: 'sync' }],
      edits: [declaration, ...edits],
      reason: `no lock guards ${variable.name}; it is used in ${countUsers(users.length, readers)} take one: ${lock.type}, ${readers > 0 ? 'so that readers do not wait for each other' : 'since nobody only reads'}`,
      notes: variable.exported ? [`${variable.name} is exported: code outside of this module that uses it does not take ${lock.label}`] : [],
    }
  },
}

/** A lock that is there is held at some place that uses the variable. */
function isGuarded(situation: Situation): boolean {
  const [best] = evidence(situation)
  return best !== undefined && best.held + best.observed > 0
}

/** `3 functions, 2 of which only read, all of which can` */
function countUsers(all: number, readers: number): string {
  if (all === 1) return '1 function, which can'
  return `${all} functions, ${readers === 0 ? 'none' : readers} of which only ${readers === 1 ? 'reads' : 'read'}, all of which can`
}

export function newLock({ variable, texts }: Situation, type: Lock['type']): Lock {
  const field = variable.kind === 'field'
  const isFree = (name: string): boolean => !variable.taken.includes(name) && (field || ![...texts.values()].some((text) => new RegExp(`\\b${name}\\b`).test(text)))
  const wanted = field ? ['mu', `${variable.name}Mu`] : [`${variable.name}Mu`, `${variable.name}Mutex`]
  let name = wanted.find(isFree) ?? `${variable.name}Lock`
  while (!isFree(name)) name += '_'
  return { key: 'new', name, label: field ? `${variable.owner}.${name}` : name, type, field, promoted: false, inside: [] }
}

/** Above the variable, and above what is said about it. */
export function declareLock(situation: Situation, lock: Lock, comment = ''): Edit | undefined {
  const { variable, texts } = situation
  const source = texts.get(variable.file) ?? ''
  const start = aboveComments(source, variable.start)
  const word = declarationWord(situation, source)
  return word === undefined ? undefined : { file: variable.file, start, end: start, text: `${word}${lock.name} ${lock.type}${comment}\n` }
}

function declarationWord({ syntax, variable }: Situation, source: string): string | undefined {
  const words: Readonly<Record<VariableFacts['kind'], () => string | undefined>> = {
    field: () => '',
    'package variable': () => (source.startsWith('var', variable.start) ? 'var ' : ''),
    'local variable': () => {
      const tree = syntax.parse(source)
      try {
        const node = tree.rootNode.descendantForIndex(variable.start, variable.end)
        return node?.parent?.type === 'statement_list' ? 'var ' : undefined
      } finally {
        tree.delete()
      }
    },
  }
  return words[variable.kind]()
}

function aboveComments(source: string, start: number): number {
  let at = start
  for (;;) {
    const lineStart = source.lastIndexOf('\n', at - 1) + 1
    if (source.slice(lineStart, at).trim() !== '') return at
    const before = source.slice(source.lastIndexOf('\n', lineStart - 2) + 1, Math.max(lineStart - 1, 0))
    if (lineStart === 0 || !before.trim().startsWith('//')) return at
    at = lineStart - 1 - before.length + (before.length - before.trimStart().length)
  }
}
