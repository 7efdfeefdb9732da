import type { Edit } from './edit.ts'
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
  for (const { title, propose } of strategies) {
    const proposal = propose(situation)
    if (proposal.kind === 'no') alternatives.push({ title, why: proposal.why })
    else if (chosen === undefined) chosen = { title, reason: proposal.reason, notes: proposal.notes, edits: proposal.edits }
    else alternatives.push({ title, why: 'possible as well, and changes more' })
  }
  return { ...(chosen && { chosen }), alternatives }
}
