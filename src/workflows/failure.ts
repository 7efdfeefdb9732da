import { ToolError, type ErrorCode } from '../errors.ts'
import type { ProcessResult } from '../toolchain/process.ts'

/** What went wrong with a process of the user's. A process that was stopped from outside has not failed. */
export function failureOf(subject: string, { exitCode, signal, startError, stopped }: ProcessResult, code: ErrorCode = 'PROGRAM_FAILED'): ToolError | undefined {
  if (exitCode === 0 || stopped) return undefined
  const how = startError ? `could not be started (${startError})` : signal ? `was ended by ${signal}` : `ended with exit code ${exitCode}`
  return new ToolError(code, `${subject} ${how}`)
}
