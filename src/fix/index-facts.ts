import { indexOfBytes } from '../syntax/offsets.ts'
import type { Facts, FileFacts, FunctionFacts, VariableFacts } from './facts.ts'

type Index = (offset: number) => number

/** The same facts, with indices into the texts of the files in place of offsets. */
export function indexFacts({ variables, files, problems }: Facts, texts: ReadonlyMap<string, string>): Facts {
  const indices = new Map<string, Index>()
  const of = (path: string): Index => {
    const known = indices.get(path) ?? indexOfBytes(texts.get(path) ?? '')
    indices.set(path, known)
    return known
  }
  return {
    variables: variables.map((one) => one && inText(one, of)),
    files: files.map((one) => fileInText(one, of(one.path))),
    problems,
  }
}

function inText(variable: VariableFacts, of: (path: string) => Index): VariableFacts {
  const index = of(variable.file)
  return { ...variable, start: index(variable.start), end: index(variable.end), functions: variable.functions.map((one) => functionInText(one, of(one.file))) }
}

function functionInText(facts: FunctionFacts, index: Index): FunctionFacts {
  const ranged = <T extends { readonly start: number; readonly end: number }>(one: T): T => ({ ...one, start: index(one.start), end: index(one.end) })
  return {
    ...ranged(facts),
    accesses: facts.accesses.map((one) => ({ ...ranged(one), baseFrom: index(one.baseFrom) })),
    locks: facts.locks.map((one) => ({ ...ranged(one), nameAt: index(one.nameAt) })),
    hazards: facts.hazards.map(ranged),
  }
}

function fileInText(file: FileFacts, index: Index): FileFacts {
  return { ...file, clause: index(file.clause), importStart: index(file.importStart), importEnd: index(file.importEnd) }
}
