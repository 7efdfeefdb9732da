import pc from 'picocolors'
import type { Progress } from '../workflows/session.ts'

const frames = ['⠋', '⠙', '⠹', '⠸', '⠼', '⠴', '⠦', '⠧', '⠇', '⠏'] as const
const frameMs = 100
const eraseLine = '\r\x1b[2K'
const prefix = 'mapsan: '

/** The part of process.stdout and process.stderr that is used here. */
export interface Output {
  readonly isTTY?: boolean
  readonly columns?: number
  write(text: string): unknown
}

/** Colour only for people: https://no-color.org, and FORCE_COLOR for those who want it in a file all the same. */
export function wantsColour({ isTTY = false }: Output, env: Readonly<Record<string, string | undefined>>): boolean {
  if (env['NO_COLOR']) return false
  if (env['FORCE_COLOR']) return env['FORCE_COLOR'] !== '0'
  return isTTY && env['TERM'] !== 'dumb'
}

/** On a terminal a line that is written over until the work is done; elsewhere plain lines. */
export function terminalProgress(output: Output, colour: boolean, clock: () => number): Progress {
  const { dim } = pc.createColors(colour)
  const line = (text: string): unknown => output.write(`${dim(prefix + text)}\n`)
  const took = (since: number): string => seconds(clock() - since)

  const spin = async <T>(what: string, work: () => Promise<T>): Promise<T> => {
    const since = clock()
    let frame = 0
    const draw = (): void => {
      const text = `${frames[frame++ % frames.length]} ${what} ${took(since)}`
      output.write(eraseLine + dim(text.slice(0, (output.columns || 80) - 1)))
    }
    draw()
    const timer = setInterval(draw, frameMs)
    try {
      return await work()
    } finally {
      clearInterval(timer)
      output.write(eraseLine)
      line(`${what} took ${took(since)}`)
    }
  }

  const say = async <T>(what: string, work: () => Promise<T>): Promise<T> => {
    const since = clock()
    line(what)
    const result = await work()
    if (clock() - since >= 1000) line(`${what} took ${took(since)}`)
    return result
  }

  return {
    during: output.isTTY ? spin : say,
    note: line,
    relay: (text) => output.write(text),
  }
}

function seconds(milliseconds: number): string {
  return `${(milliseconds / 1000).toFixed(1)} s`
}
