import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { folderWith, goMod, mapsan, racyMain, startMapsan } from '../support/cli.ts'

/** Runs a program that does something before it races, and after. */
async function diagnose(more: string, imports: readonly string[], after = ''): Promise<{ findings: number; status: string; stderr: string }> {
  const main = racyMain(more, imports).replace('<-done\n}', `<-done\n\t${after}\n}`)
  const cwd = folderWith({ 'go.mod': goMod, 'main.go': main })
  const { stdout, stderr } = await mapsan(['diagnose', '--format', 'json'], { cwd })
  const { findings, run } = JSON.parse(stdout)
  return { findings: findings.length, status: JSON.stringify(run.commands.map(({ exitCode, signal }: { exitCode: unknown; signal: unknown }) => exitCode ?? signal)), stderr }
}

describe('the report is complete after', () => {
  test.each([
    ['a panic', 'panic("boom")', [], '[2]'],
    ['os.Exit', 'os.Exit(5)', ['os'], '[5]'],
    ['SIGTERM', 'syscall.Kill(os.Getpid(), syscall.SIGTERM); time.Sleep(time.Minute)', ['os', 'syscall'], '["SIGTERM"]'],
    ['SIGKILL', 'syscall.Kill(os.Getpid(), syscall.SIGKILL); time.Sleep(time.Minute)', ['os', 'syscall'], '["SIGKILL"]'],
  ])('%s', async (_title, after, imports, status) => {
    expect(await diagnose('', imports, after)).toMatchObject({ findings: 1, status })
  })

  test('all file descriptors were closed', async () => {
    const more = 'for fd := 0; fd < 256; fd++ { syscall.Close(fd) }'
    expect(await diagnose(more, ['syscall'])).toMatchObject({ findings: 1, status: '[0]' })
  })

  test('the folder was changed', async () => {
    expect(await diagnose('os.Chdir("/")', ['os'])).toMatchObject({ findings: 1 })
  })

  test.runIf(process.getuid?.() === 0)('privileges were dropped', async () => {
    expect(await diagnose('syscall.Setgid(65534); syscall.Setuid(65534)', ['syscall'])).toMatchObject({ findings: 1 })
  })

  test('children were started that race as well', async () => {
    const more = 'if len(os.Args) == 1 { exec.Command(os.Args[0], "child").Run() }'
    const cwd = folderWith({ 'go.mod': goMod, 'main.go': racyMain(more, ['os', 'os/exec']) })
    const { stdout } = await mapsan(['diagnose', '--format', 'json'], { cwd })
    expect(JSON.parse(stdout).findings).toMatchObject([{ count: 2 }])
  })

  test('a gigabyte was printed', async () => {
    const more = 'line := make([]byte, 1<<20); for i := 0; i < 1024; i++ { os.Stdout.Write(line) }'
    const cwd = folderWith({ 'go.mod': goMod, 'main.go': racyMain(more, ['os']) })
    const running = startMapsan(['diagnose', '--format', 'json'], { cwd, buffer: { stderr: false } })
    let bytes = 0
    running.stderr?.on('data', (chunk: Buffer) => (bytes += chunk.length))
    const { stdout, exitCode } = await running
    expect(exitCode).toBe(1)
    expect(bytes).toBeGreaterThan(2 ** 30)
    expect(JSON.parse(stdout).findings).toHaveLength(1)
  })

  test('MapSan itself was killed', async () => {
    const cwd = folderWith({ 'go.mod': goMod, 'main.go': racyMain('', ['os']).replace('<-done\n}', '<-done\n\tos.Stdout.WriteString("over")\n\ttime.Sleep(3 * time.Second)\n}') })
    const running = startMapsan(['diagnose', '--out', 'run'], { cwd })
    running.stderr?.on('data', (text: Buffer) => {
      if (text.includes('over')) running.kill('SIGKILL')
    })
    await running
    expect(JSON.parse(readFileSync(join(cwd, 'run/run.json'), 'utf8'))).toMatchObject({ status: 'running', finishedAt: null })
    expect(await mapsan(['report', 'run'], { cwd })).toMatchObject({ exitCode: 1, stdout: expect.stringContaining('map race') })
  })
})
