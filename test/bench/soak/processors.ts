import { readFile } from 'node:fs/promises'
import { cpus } from 'node:os'

/** Linux counts processor time in hundredths of a second, whatever the kernel's own clock does. */
const ticksPerSecond = 100

/** User and system time of a process, in nanoseconds. */
export async function processorTime(pid: number): Promise<number> {
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8')
  // The name of the program, in parentheses, is the only field with blanks.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
  return (Number(fields[11]) + Number(fields[12])) / ticksPerSecond * 1e9
}

export async function residentMemory(pid: number): Promise<number> {
  const [, kilobytes] = /^VmRSS:\s+(\d+) kB$/m.exec(await readFile(`/proc/${pid}/status`, 'utf8')) ?? []
  return Number(kilobytes) * 1024
}

/** How busy the whole machine was, from 0 to 1: what else ran decides what a latency means. */
export class MachineLoad {
  #last = times()

  sinceLastTime(): number {
    const now = times()
    const [busy, all] = [now.busy - this.#last.busy, now.all - this.#last.all]
    this.#last = now
    return all === 0 ? 0 : busy / all
  }
}

function times(): { readonly busy: number, readonly all: number } {
  const each = cpus().map(({ times: { user, nice, sys, irq, idle } }) => ({ busy: user + nice + sys + irq, idle }))
  const busy = each.reduce((sum, { busy }) => sum + busy, 0)
  return { busy, all: busy + each.reduce((sum, { idle }) => sum + idle, 0) }
}
