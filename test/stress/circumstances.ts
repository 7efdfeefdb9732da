/** What may go wrong only now and then is tried with few and many threads, and with the collector at work in other ways. */
export interface Circumstance {
  readonly name: string
  readonly gomaxprocs: number
  readonly env: Readonly<Record<string, string>>
  readonly args: readonly string[]
  /** Let the engine record how maps are shared. */
  readonly observe?: boolean
}

const threads = [1, 2, 4, 8, 16]

const collectors: readonly Omit<Circumstance, 'gomaxprocs'>[] = [
  { name: 'as it comes', env: {}, args: [] },
  { name: 'GOGC=1', env: { GOGC: '1' }, args: [] },
  { name: 'gccheckmark=1', env: { GODEBUG: 'gccheckmark=1' }, args: [] },
  { name: 'asyncpreemptoff=1', env: { GODEBUG: 'asyncpreemptoff=1' }, args: [] },
  { name: 'always collecting', env: {}, args: ['-collect'] },
]

const observing: Omit<Circumstance, 'gomaxprocs'> = { name: 'observed, GOGC=1', env: { GOGC: '1' }, args: [], observe: true }

export const everyCircumstance: readonly Circumstance[] = threads.flatMap((n) => [...collectors, observing].map((one) => at(n, one)))

/** Each number of threads and each way of collecting once; and observed. */
export const someCircumstances: readonly Circumstance[] = [
  ...threads.flatMap((n, i) => collectors.slice(i, i + 1).map((one) => at(n, one))), at(4, observing),
]

function at(gomaxprocs: number, { name, ...how }: Omit<Circumstance, 'gomaxprocs'>): Circumstance {
  return { name: `${gomaxprocs} ${gomaxprocs === 1 ? 'thread' : 'threads'}, ${name}`, gomaxprocs, ...how }
}
