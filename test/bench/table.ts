import { comparedEstimate, comparedValue, quantity } from './numbers.ts'
import { compare, judge, type Row, type Samples, type Target } from './row.ts'
import type { Section } from './section.ts'
import { geometricMean, median } from './statistics.ts'
import { variants } from './variants.ts'

export type AllSamples = ReadonlyMap<string, Samples>

/** The tables in Markdown, one for each section that measured something. */
export function renderTables(sections: readonly Section[], samples: AllSamples): string {
  return sections.flatMap((section) => {
    const lines = linesOf(section, samples)
    return lines.length === 0 ? [] : [`### ${section.title}\n\n${markdown([header, ...lines])}`]
  }).join('\n\n')
}

type Line = readonly [string, string, string, string, string, string]
const header: Line = ['', 'plain', 'MapSan', 'target', '', '`-race`']

function linesOf({ programs, mean }: Section, samples: AllSamples): readonly Line[] {
  const measured = programs.flatMap(({ rows }) => rows).flatMap((row) => {
    const found = samples.get(row.measurement)
    return found === undefined ? [] : [{ row, found }]
  })
  const lines = measured.map(({ row, found }) => line(row, found))
  const [first] = measured
  if (mean === undefined || first === undefined || lines.length < 2) return lines
  const [, , ...others] = line({ ...withoutTarget(first.row), label: mean }, meanSamples(measured.map(({ found }) => found)))
  return [...lines, [`**${mean}**`, '', ...others]]
}

function withoutTarget({ target: _, ...row }: Row): Row {
  return row
}

/** The mean of the factors is the factor of the means. A round counts in which nothing is missing. */
function meanSamples(all: readonly Samples[]): Samples {
  const [plain, mapsan, race] = variants.map((variant) =>
    (all[0]?.[variant] ?? []).map((_, round) => {
      const values = all.map((samples) => samples[variant][round]).filter((value) => value !== undefined)
      return values.length === all.length ? geometricMean(values) : undefined
    }))
  return { plain: plain ?? [], mapsan: mapsan ?? [], race: race ?? [] }
}

function line(row: Row, samples: Samples): Line {
  const { label, target } = row
  const plain = samples.plain.filter((value) => value !== undefined)
  const mapsan = compare(row, samples, 'mapsan')
  const race = compare(row, samples, 'race')
  return [
    label,
    plain.length === 0 ? 'failed' : quantity(median(plain), row.unit),
    mapsan === undefined ? 'failed' : comparedEstimate(mapsan, row),
    target === undefined ? '' : limit(target, row),
    target === undefined || mapsan === undefined ? '' : judge(target, mapsan),
    race === undefined ? 'failed' : comparedValue(race.median, row),
  ]
}

const signs = { 'at most': '≤', 'at least': '≥' } as const satisfies Record<Target['sense'], string>

function limit(target: Target, row: Row): string {
  return `${signs[target.sense]} ${comparedValue(target.limit, row)}`
}

/** Padded, to be read in a terminal as well. */
function markdown(lines: readonly Line[]): string {
  const widths = header.map((_, column) => Math.max(3, ...lines.map((cells) => (cells[column] ?? '').length)))
  const [head, ...body] = lines.map((cells) => `| ${cells.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join(' | ')} |`)
  const rule = `| ${widths.map((width, column) => (column === 0 ? '-'.repeat(width) : `${'-'.repeat(width - 1)}:`)).join(' | ')} |`
  return [head, rule, ...body].join('\n')
}
