import { Command } from 'commander'
import pc from 'picocolors'
import { doctor, type Check } from '../../workflows/doctor.ts'
import type { Context } from '../context.ts'

export function doctorCommand(context: Context): Command {
  return new Command('doctor')
    .summary('say what works on this machine, and what to do about the rest')
    .description('Checks this machine and the current folder: which Go is used here, whether MapSan can hook it, and what settings will be merged. Nothing is built. The exit code is 2 when something would fail.')
    .action(async () => {
      const checks = await doctor(context.session())
      context.print(checks.map((check) => renderCheck(check, context.style.colour)).join(''))
      context.exit(checks.some(({ verdict }) => verdict === 'fails') ? 2 : 0)
    })
}

function renderCheck({ title, verdict, detail, help }: Check, colour: boolean): string {
  const { green, yellow, red, bold } = pc.createColors(colour)
  const paint = { ok: green, note: yellow, fails: red }[verdict]
  const line = `${paint(verdict.padEnd(5))} ${bold(title.padEnd(12))} ${detail}\n`
  return help === undefined ? line : `${line}${' '.repeat(19)}${help}\n`
}
