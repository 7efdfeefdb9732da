/** One of the threads that lint folders: gets rules once, then folders, a few at a time, and answers with what it found there. */
import { parentPort, workerData } from 'node:worker_threads'
import { ForeignPackages } from '../../rules/foreign.ts'
import { parseRule } from '../../rules/rule.ts'
import { loadGoSyntax } from '../../syntax/go.ts'
import type { GoFolder } from './folders.ts'
import { sourcesIn } from './foreign-sources.ts'
import { lintFolder } from './lint-folder.ts'
import type { ThreadWork } from './pool.ts'

const { texts, module }: ThreadWork = workerData
const rules = texts.map(parseRule)
const syntax = await loadGoSyntax()
const foreign = new ForeignPackages(syntax, sourcesIn(module))

parentPort?.on('message', (folders: readonly GoFolder[]) => {
  parentPort?.postMessage(folders.map((folder) => lintFolder(syntax, folder, rules, { lockInForeign: foreign.lockIn })))
})
parentPort?.postMessage([])
