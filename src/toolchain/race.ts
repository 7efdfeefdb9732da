import { access } from 'node:fs/promises'
import { delimiter, join } from 'node:path'
import { ToolError } from '../errors.ts'
import type { GoFlag } from './go-arguments.ts'
import { platformHere, type GoInstallation } from './go.ts'
import { runProcess } from './process.ts'
import { splitQuoted } from './quoted.ts'

/** What `-race` means for go list as well: it decides which files are built. */
export const raceFlag: GoFlag = { name: 'race' }

/**
 * Finds out before anything is built whether this Go can build with `-race`, and whether what it builds can run. Which
 * platforms have a race detector, and which of them need cgo for it, Go itself knows best (cmd/go/internal/work.instrumentInit).
 */
export async function checkRaceDetector(go: GoInstallation, cwd: string, runs: (go: GoInstallation) => Promise<boolean>): Promise<void> {
  const { goos, goarch, env } = go
  // Whatever else is wrong, with the module say, is for those to tell who need it to be right.
  const asked = { cwd, env: { ...env, GOFLAGS: '', GOWORK: 'off' }, stdio: 'capture' } as const
  const { exitCode, stderr } = await runProcess({ file: go.goBinary, args: ['list', '-race', 'unsafe'], ...asked })
  const refused = exitCode === 0 ? '' : stderr
  if (/-race is (not|only) supported on/.test(refused)) throw new ToolError('RACE_UNSUPPORTED', `Go has no race detector for ${goos}/${goarch}`)
  if (!(await runs(go))) throw new ToolError('RUNS_ELSEWHERE', `what is built for ${goos}/${goarch} does not run on ${platformHere}`)
  const needsCgo = /-race requires cgo/.test(refused)
  if (!needsCgo && !go.cgoEnabled) return
  const off = needsCgo ? whyCgoIsOff(go) : undefined
  const compiler = await brokenCompiler(go, cwd)
  if (compiler !== undefined) throw new ToolError('C_COMPILER_MISSING', `the race detector is linked with cgo, and ${compiler}${off?.byUser ? `; besides, ${off.why}` : ''}`)
  if (off !== undefined) throw new ToolError('CGO_NEEDED', `the race detector needs cgo on ${goos}/${goarch}, and ${off.why}`)
}

function whyCgoIsOff({ env, goos, goarch }: GoInstallation): { readonly why: string; readonly byUser: boolean } {
  const byUser = env['CGO_ENABLED'] === '0'
  if (byUser || `${goos}/${goarch}` === platformHere) return { byUser, why: 'CGO_ENABLED is 0' }
  return { byUser, why: `Go turns it off when it builds on ${platformHere} for another platform` }
}

/** Programs for another system run only through another one: -exec, or what Go finds as go_linux_arm64_exec. Linux may know how to run those of another processor. */
export async function canRunTests({ goos, goarch, env }: GoInstallation, hasRunner: boolean): Promise<boolean> {
  if (hasRunner || platformHere.startsWith(`${goos}/`)) return true
  const folders = (env['PATH'] ?? '').split(delimiter).filter((folder) => folder !== '')
  const found = await Promise.all(folders.map((folder) => access(join(folder, `go_${goos}_${goarch}_exec`)).then(() => true, () => false)))
  return found.includes(true)
}

/** What is wrong with the C compiler that Go would call. */
async function brokenCompiler({ goBinary, env }: GoInstallation, cwd: string): Promise<string | undefined> {
  const { stdout } = await runProcess({ file: goBinary, args: ['env', 'CC'], cwd, env, stdio: 'capture' })
  const [compiler] = splitQuoted(stdout.trim())
  if (compiler === undefined) return undefined
  const { startError } = await runProcess({ file: compiler, args: ['--version'], cwd, env, stdio: 'capture' })
  if (startError === undefined) return undefined
  return `the C compiler \`${compiler}\` ${startError === 'ENOENT' ? 'is not there' : `cannot be started (${startError})`}`
}
