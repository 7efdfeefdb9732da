import { parseBenchmarks } from '../benchmark-output.ts'
import { run } from '../process.ts'
import type { Row } from '../row.ts'
import type { Program, Section } from '../section.ts'

/** What programs/memory keeps alive, by the thing. */
export const memory: Section = {
  title: 'Resident memory that each thing adds',
  programs: [
    thing('Goroutine', {
      label: 'goroutine that touched a shared map, 100,000 alive',
      comparison: 'difference',
      target: { sense: 'at most', limit: 400 },
    }),
    thing('Mutex', { label: 'mutex that was locked', comparison: 'difference' }),
    thing('Channel', { label: 'channel that was used', comparison: 'difference' }),
    thing('Map', { label: 'map with one entry', comparison: 'difference' }),
    thing('Heap', { label: 'MiB of other objects', comparison: 'difference' }),
  ],
}

function thing(name: string, row: Pick<Row, 'label' | 'comparison' | 'target'>): Program {
  return {
    name: `memory/${name}`,
    rows: [{ ...row, measurement: `${name} bytes/op`, unit: 'bytes' }],
    prepare: async (workshop) => {
      const built = await workshop.program('memory')
      return async (variant) => parseBenchmarks(await run({ file: built[variant], args: [name], cwd: workshop.folder }))
    },
  }
}
