import { ToolError, type ErrorCode } from '../errors.ts'
import type { ProcessResult } from '../toolchain/process.ts'
import type { Session } from './session.ts'

/** What went wrong with a process of the user's. A process that was stopped from outside has not failed. */
export function failureOf(subject: string, { exitCode, signal, startError, stopped }: ProcessResult, code: ErrorCode = 'PROGRAM_FAILED'): ToolError | undefined {
  if (exitCode === 0 || stopped) return undefined
  const how = startError ? `could not be started (${startError})` : signal ? `was ended by ${signal}` : `ended with exit code ${exitCode}`
  return new ToolError(code, `${subject} ${how}`)
}

/** Of tests, unlike of a program that runs until it is stopped, not all has been seen then. */
export function testsInterrupted({ interrupt }: Session): ToolError | undefined {
  return interrupt.aborted ? new ToolError('TESTS_INTERRUPTED', 'the tests were interrupted') : undefined
}
