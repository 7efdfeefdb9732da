import type { Group } from '../fix/group.ts'
import { parseFacts, type Facts } from '../fix/facts.ts'
import { flagsForList, writeFlag } from '../toolchain/go-arguments.ts'
import { selectsFiles } from '../toolchain/packages.ts'
import { askFacts } from '../toolchain/typeinfo.ts'
import type { Instrumentation } from './instrument.ts'
import type { Session } from './session.ts'

/** What the types say about one variable, and about all that is done with it in the module. */
export async function factsAbout({ shimDir, progress, interrupt }: Session, build: Instrumentation, { variable, use }: Group): Promise<Facts> {
  const target = use ?? (variable && { ...variable.declaredAt, description: variable.description })
  if (target === undefined) throw new Error('facts about no variable')
  const { go, cache, cwd, listing, flags, userOverlay, buildFlags } = build
  const listFlags = flagsForList(flags)
  const request = {
    go, cache, cwd, listing, userOverlay, shimDir,
    selecting: listFlags.filter(selectsFiles).map(writeFlag),
    flags: [...buildFlags, ...listFlags.map(writeFlag)],
    compile: <T>(work: () => Promise<T>) => progress.during('compiling dependencies', work),
    stop: interrupt,
  }
  return parseFacts(await askFacts(request, [target]))
}
