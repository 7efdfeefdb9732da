/** What one run of a program measured: `ServeMux ns/op` → 91240. */
export type Measurements = ReadonlyMap<string, number>

/**
 * Reads the format in which Go prints benchmarks (golang.org/design/14313-benchmark-format), which all our programs
 * speak. The number of processors behind the name is dropped.
 */
export function parseBenchmarks(output: string): Measurements {
  return new Map(output.split('\n').flatMap(measurementsOfLine))
}

function measurementsOfLine(line: string): (readonly [string, number])[] {
  const [, name, rest] = /^Benchmark(\S+?)(?:-\d+)?\s+\d+\s+(.*)$/.exec(line) ?? []
  if (name === undefined || rest === undefined) return []
  return [...rest.matchAll(/(\S+)\s+(\S+)/g)].map(([, value, unit]) => [`${name} ${unit}`, Number(value)])
}
