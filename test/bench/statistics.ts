/** Pure: numbers in, numbers out. */

export interface Estimate {
  readonly median: number
  readonly low: number
  readonly high: number
}

const confidence = 0.95

/** With fewer values there is no such interval. */
export const leastRounds = 6

/**
 * The median, with the shortest interval between two order statistics that holds the true median with a probability of
 * at least 95 %, whatever the distribution (David and Nagaraja, Order Statistics, 7.1). With fewer than leastRounds
 * values it is all of them.
 */
export function estimate(values: readonly number[]): Estimate {
  const sorted = values.toSorted((a, b) => a - b)
  const cut = ranksToCut(sorted.length)
  return { median: median(sorted), low: at(sorted, cut), high: at(sorted, sorted.length - 1 - cut) }
}

/** How many values may be left out at either end: the largest k with P(Binomial(n, 1/2) <= k) <= (1 - confidence) / 2. */
function ranksToCut(n: number): number {
  let probability = 0.5 ** n
  let cumulative = probability
  let successes = 0
  while (cumulative <= (1 - confidence) / 2) {
    successes++
    probability *= (n - successes + 1) / successes
    cumulative += probability
  }
  return Math.max(0, successes - 1)
}

export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b)
  const middle = (sorted.length - 1) / 2
  return (at(sorted, Math.floor(middle)) + at(sorted, Math.ceil(middle))) / 2
}

export function geometricMean(values: readonly number[]): number {
  return Math.exp(values.reduce((sum, value) => sum + Math.log(value), 0) / values.length)
}

function at(values: readonly number[], index: number): number {
  const value = values[index]
  if (value === undefined) throw new Error(`no value at ${index} of ${values.length}`)
  return value
}
