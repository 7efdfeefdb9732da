import { availableParallelism } from 'node:os'
import { Worker } from 'node:worker_threads'
import { ForeignPackages } from '../../rules/foreign.ts'
import type { Rule } from '../../rules/rule.ts'
import type { JsonText } from '../../syntax/json-text.ts'
import { loadGoSyntax } from '../../syntax/go.ts'
import { sourcesIn } from './foreign-sources.ts'
import type { GoFolder, ModuleRoot } from './folders.ts'
import { lintFolder, type LintedFolder } from './lint-folder.ts'

/** What a thread is given before it gets folders. */
export interface ThreadWork {
  readonly texts: readonly JsonText[]
  readonly module: ModuleRoot
}

/** So few files are linted before another thread has started. */
const filesForOneThread = 60

/** Enough work for a thread to be worth a message, little enough that none is left alone with much at the end. */
const filesAtOnce = 40

/** Lints folders, in as many threads as there are processors. The answers come in no order. */
export async function lintFolders(folders: readonly GoFolder[], module: ModuleRoot, rules: readonly Rule[], texts: readonly JsonText[]): Promise<readonly LintedFolder[]> {
  const files = folders.reduce((total, folder) => total + folder.files.length, 0)
  if (files <= filesForOneThread) {
    const syntax = await loadGoSyntax()
    const foreign = new ForeignPackages(syntax, sourcesIn(module))
    try {
      return folders.map((folder) => lintFolder(syntax, folder, rules, { lockInForeign: foreign.lockIn }))
    } finally {
      foreign.delete()
    }
  }
  const batches = inBatches(folders)
  const results: LintedFolder[] = []
  const threads = Math.min(availableParallelism(), batches.length)
  await Promise.all(Array.from({ length: threads }, () => runThread({ texts, module }, () => batches.pop(), (linted) => results.push(...linted))))
  return results
}

/** The largest last, so that they are the first to be taken. */
function inBatches(folders: readonly GoFolder[]): GoFolder[][] {
  const batches: GoFolder[][] = []
  let batch: GoFolder[] = []
  let size = 0
  for (const folder of folders.toSorted((a, b) => a.files.length - b.files.length)) {
    batch.push(folder)
    size += folder.files.length
    if (size < filesAtOnce) continue
    batches.push(batch)
    batch = []
    size = 0
  }
  return batch.length > 0 ? [batch, ...batches] : batches
}

/** Each message of a thread is an answer, the first one to nothing, and asks for more. */
async function runThread(work: ThreadWork, next: () => readonly GoFolder[] | undefined, take: (linted: readonly LintedFolder[]) => void): Promise<void> {
  const worker = new Worker(new URL('./worker.js', import.meta.url), { workerData: work })
  try {
    await new Promise<void>((resolve, reject) => {
      worker.on('error', reject)
      worker.on('exit', (code) => reject(new Error(`a thread that lints ended with ${code}`)))
      worker.on('message', (linted: readonly LintedFolder[]) => {
        take(linted)
        const batch = next()
        if (batch === undefined) resolve()
        else worker.postMessage(batch)
      })
    })
  } finally {
    await worker.terminate()
  }
}
