import type { Comparison } from './compare.ts'

/** One line for each package and their sum, for the eyes of whoever runs the tests. */
export function tableOf(title: string, comparisons: readonly Comparison[]): string {
  const rows = comparisons.map(({ path, tests, differences, reports, seconds }) =>
    [path, tests, differences.size, reports.length, seconds.plain, seconds.instrumented] as const)
  const sum = (column: 1 | 2 | 3 | 4 | 5): number => rows.reduce((total, row) => total + row[column], 0)
  const lines = [...rows, [`${rows.length} packages`, sum(1), sum(2), sum(3), sum(4), sum(5)] as const]
  const width = Math.max(title.length, ...lines.map(([path]) => path.length))
  return [
    `${title.padEnd(width)}    tests  different  reports    plain  with MapSan`,
    ...lines.map(([path, tests, different, reports, plain, instrumented]) =>
      `${path.padEnd(width)}  ${column(tests, 7)}  ${column(different, 9)}  ${column(reports, 7)}  ${column(plain.toFixed(1), 5)} s  ${column(instrumented.toFixed(1), 9)} s`),
  ].join('\n')
}

function column(value: number | string, width: number): string {
  return String(value).padStart(width)
}
