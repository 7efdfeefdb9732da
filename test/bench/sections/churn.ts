import { parseBenchmarks } from '../benchmark-output.ts'
import { run } from '../process.ts'
import { once, type Program, type Section } from '../section.ts'

/** Whether memory stays flat while programs/churn makes things and drops them. A long time, so in the first round only. */
export const churn: Section = {
  title: 'Memory while things are made and dropped',
  programs: [
    churning('Goroutines', 'goroutines started and ended a second, each touched a shared map'),
    churning('Things', 'maps, mutexes and channels a second, so many of each', 1e6),
  ],
}

function churning(name: string, label: string, rate?: number): Program {
  const measurement = (unit: string): string => `Churn/${name} ${unit}`
  return {
    name: `churn/${name}`,
    rows: [
      {
        label,
        measurement: measurement('made/s'),
        unit: 'per second',
        comparison: 'itself',
        ...(rate !== undefined && { target: { sense: 'at least', limit: rate } }),
      },
      { label: 'their resident memory in the last sixth', measurement: measurement('resident-bytes'), unit: 'bytes', comparison: 'factor' },
      {
        label: 'the same, over that in the second sixth',
        measurement: measurement('x-start'),
        unit: 'ratio',
        comparison: 'itself',
        target: { sense: 'at most', limit: 1.1 },
      },
    ],
    prepare: async (workshop) => {
      const built = await workshop.program('churn')
      return once(async (variant) => parseBenchmarks(await run({ file: built[variant], args: [name, workshop.churntime], cwd: workshop.folder })))
    },
  }
}
