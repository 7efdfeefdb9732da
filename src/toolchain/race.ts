import { ToolError } from '../errors.ts'
import type { GoFlag } from './go-arguments.ts'
import type { GoInstallation } from './go.ts'
import { runProcess } from './process.ts'
import { splitQuoted } from './quoted.ts'

/** What `-race` means for go list as well: it decides which files are built. */
export const raceFlag: GoFlag = { name: 'race' }

/**
 * Finds out before anything is built whether this Go can build with `-race`. Which platforms have a race detector, and
 * which of them need cgo for it, Go itself knows best (cmd/go/internal/work.instrumentInit).
 */
export async function checkRaceDetector(go: GoInstallation, cwd: string): Promise<void> {
  const { goos, goarch, env } = go
  // Whatever else is wrong, with the module say, is for those to tell who need it to be right.
  const asked = { cwd, env: { ...env, GOFLAGS: '', GOWORK: 'off' }, stdio: 'capture' } as const
  const { exitCode, stderr } = await runProcess({ file: go.goBinary, args: ['list', '-race', 'unsafe'], ...asked })
  const refused = exitCode === 0 ? '' : stderr
  if (/-race is (not|only) supported on/.test(refused)) throw new ToolError('RACE_UNSUPPORTED', `Go has no race detector for ${goos}/${goarch}`)
  const needsCgo = /-race requires cgo/.test(refused)
  if (!needsCgo && !go.cgoEnabled) return
  const compiler = await missingCompiler(go, cwd)
  if (compiler !== undefined) throw new ToolError('C_COMPILER_MISSING', `the race detector is linked with cgo, and the C compiler \`${compiler}\` is not there`)
  if (needsCgo) throw new ToolError('CGO_NEEDED', `the race detector needs cgo on ${goos}/${goarch}, and CGO_ENABLED is 0`)
}

/** The C compiler that Go would call, if it cannot be started. */
async function missingCompiler({ goBinary, env }: GoInstallation, cwd: string): Promise<string | undefined> {
  const { stdout } = await runProcess({ file: goBinary, args: ['env', 'CC'], cwd, env, stdio: 'capture' })
  const [compiler] = splitQuoted(stdout.trim())
  if (compiler === undefined) return undefined
  const { startError } = await runProcess({ file: compiler, args: ['--version'], cwd, env, stdio: 'capture' })
  return startError === undefined ? undefined : compiler
}
