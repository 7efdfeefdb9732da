import type { Edit } from './edit.ts'
import { importPackages, type Import } from './import-packages.ts'
import { strategies } from './registry.ts'
import type { Situation } from './strategy.ts'

/** A strategy that was considered and not taken. */
export interface Alternative {
  readonly title: string
  readonly why: string
}

export interface Choice {
  /** Absent when nothing can be done safely. */
  readonly chosen?: { readonly title: string; readonly reason: string; readonly notes: readonly string[]; readonly edits: readonly Edit[] }
  readonly alternatives: readonly Alternative[]
}

/** The first strategy that is sure of itself; of the others, why not. */
export function chooseFix(situation: Situation): Choice {
  const alternatives: Alternative[] = []
  let chosen: Choice['chosen']
  let behind = 'it would do as well, and changes more'
  for (const { title, propose, isFor } of strategies) {
    if (isFor?.(situation) === false) continue
    const proposal = propose(situation)
    if (proposal.kind === 'no') alternatives.push({ title, why: proposal.why })
    else if (chosen !== undefined) alternatives.push({ title, why: behind })
    else {
      chosen = { title, reason: proposal.reason, notes: proposal.notes, edits: [...importsOf(situation, proposal.imports ?? []), ...proposal.edits] }
      behind = proposal.rather ?? behind
    }
  }
  return { ...(chosen && { chosen }), alternatives }
}

function importsOf({ files, texts }: Situation, imports: readonly Import[]): readonly Edit[] {
  return [...files.values()].flatMap((file) => {
    const paths = imports.filter((one) => one.file === file.path).map(({ path }) => path)
    return importPackages(file, paths, texts.get(file.path) ?? '')
  })
}
