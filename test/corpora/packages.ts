import { execa } from 'execa'

interface Listed {
  readonly cwd: string
  readonly env: Readonly<Record<string, string | undefined>>
  readonly patterns: readonly string[]
}

/** The import paths of packages that have tests. */
export async function packagesWithTests({ cwd, env, patterns }: Listed): Promise<readonly string[]> {
  const format = '{{if or .TestGoFiles .XTestGoFiles}}{{.ImportPath}}{{end}}'
  const { stdout } = await execa('go', ['list', '-f', format, ...patterns], { cwd, env, extendEnv: false })
  return stdout.split('\n').filter((line) => line !== '')
}
