/** One of the threads that lint folders: gets rules once, then folders, a few at a time, and answers with what it found there. */
import { parentPort, workerData } from 'node:worker_threads'
import { parseRule } from '../../rules/rule.ts'
import type { JsonText } from '../../syntax/json-text.ts'
import { loadGoSyntax } from '../../syntax/go.ts'
import type { GoFolder } from './folders.ts'
import { lintFolder } from './lint-folder.ts'

const files: readonly JsonText[] = workerData
const rules = files.map(parseRule)
const syntax = await loadGoSyntax()

parentPort?.on('message', (folders: readonly GoFolder[]) => {
  parentPort?.postMessage(folders.map((folder) => lintFolder(syntax, folder, rules)))
})
parentPort?.postMessage([])
