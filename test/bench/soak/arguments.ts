import { InvalidArgumentError } from 'commander'

const seconds: Readonly<Record<string, number>> = { s: 1, m: 60, h: 3600 }

/** A time such as 90s, 10m or 1h, in seconds. */
export function parseSeconds(text: string): number {
  const [, number, unit = ''] = /^([1-9]\d*)([smh])$/.exec(text) ?? []
  if (number === undefined) throw new InvalidArgumentError('a time such as 90s, 10m or 1h is needed.')
  return Number(number) * (seconds[unit] ?? 1)
}

export function parseCount(text: string): number {
  if (!/^[1-9]\d*$/.test(text)) throw new InvalidArgumentError('a number from 1 on is needed.')
  return Number(text)
}
