import { indexOfBytes } from '../syntax/offsets.ts'
import type { Facts, FileFacts, FunctionFacts, Maker, MapValue, VariableFacts } from './facts.ts'

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
  const { retype } = variable
  return {
    ...variable,
    ...ranged(variable, index),
    functions: variable.functions.map((one) => functionInText(one, of(one.file))),
    retype: {
      ...retype, restStart: index(retype.restStart), restEnd: index(retype.restEnd), ...valued(retype, index),
      makers: retype.makers.map((one) => makerInText(one, of(one.file))),
    },
  }
}

function ranged<T extends { readonly start: number; readonly end: number }>(one: T, index: Index): T {
  return { ...one, start: index(one.start), end: index(one.end) }
}

function valued({ value }: { readonly value?: MapValue | undefined }, index: Index): { readonly value?: MapValue } {
  return value === undefined ? {} : { value: ranged(value, index) }
}

function makerInText(maker: Maker, index: Index): Maker {
  return { ...ranged(maker, index), elementStart: index(maker.elementStart), elementEnd: index(maker.elementEnd), ...valued(maker, index) }
}

function functionInText(facts: FunctionFacts, index: Index): FunctionFacts {
  return {
    ...ranged(facts, index),
    accesses: facts.accesses.map((one) => ({ ...ranged(one, index), baseFrom: index(one.baseFrom), ...(one.stored && { stored: ranged(one.stored, index) }) })),
    locks: facts.locks.map((one) => ({ ...ranged(one, index), nameAt: index(one.nameAt) })),
    hazards: facts.hazards.map((one) => ranged(one, index)),
  }
}

function fileInText(file: FileFacts, index: Index): FileFacts {
  return { ...file, clause: index(file.clause), importStart: index(file.importStart), importEnd: index(file.importEnd) }
}
