import type { Comparison, Row, Unit } from './row.ts'
import type { Estimate } from './statistics.ts'

const scales: Readonly<Record<Unit, readonly (readonly [number, string])[]>> = {
  nanoseconds: [[1e9, ' s'], [1e6, ' ms'], [1e3, ' µs'], [1, ' ns']],
  bytes: [[1e6, ' MB'], [1e4, ' kB'], [1, ' B']],
  'per second': [[1, '']],
  ratio: [[1, '']],
}

/** With its unit, to three digits. */
export function quantity(value: number, unit: Unit): string {
  const [scale, suffix] = scales[unit].find(([least]) => Math.abs(value) >= least) ?? scales[unit].at(-1) ?? [1, '']
  return `${digits(value / scale)}${suffix}`
}

const compared: Readonly<Record<Comparison, (value: number, unit: Unit) => string>> = {
  factor: (value) => factor(value),
  difference: (value, unit) => `${value < 0 ? '' : '+'}${quantity(value, unit)}`,
  itself: (value, unit) => quantity(value, unit),
}

export function comparedValue(value: number, { comparison, unit }: Row): string {
  return compared[comparison](value, unit)
}

/** The median, and the interval in parentheses when the rounds differ. */
export function comparedEstimate({ median, low, high }: Estimate, row: Row): string {
  const [middle, from, to] = [median, low, high].map((value) => comparedValue(value, row))
  return from === to ? `${middle}` : `${middle} (${from} to ${to})`
}

function factor(value: number): string {
  return value >= 10 ? digits(value) : value.toFixed(2)
}

function digits(value: number): string {
  const places = Math.max(0, 2 - Math.floor(Math.log10(Math.max(1, Math.abs(value)))))
  return new Intl.NumberFormat('en-US', { maximumFractionDigits: places }).format(value)
}
