/** What may go wrong only now and then is tried with few and many threads, and with the collector at work in other ways. */
export interface Circumstance {
  readonly name: string
  readonly gomaxprocs: number
  readonly env: Readonly<Record<string, string>>
  readonly args: readonly string[]
}

const threads = [1, 2, 4, 8, 16]

const collectors: readonly Omit<Circumstance, 'gomaxprocs'>[] = [
  { name: 'as it comes', env: {}, args: [] },
  { name: 'GOGC=1', env: { GOGC: '1' }, args: [] },
  { name: 'gccheckmark=1', env: { GODEBUG: 'gccheckmark=1' }, args: [] },
  { name: 'asyncpreemptoff=1', env: { GODEBUG: 'asyncpreemptoff=1' }, args: [] },
  { name: 'always collecting', env: {}, args: ['-collect'] },
]

export const everyCircumstance: readonly Circumstance[] = threads.flatMap((n) => collectors.map((one) => at(n, one)))

/** Each number of threads and each way of collecting once. */
export const someCircumstances: readonly Circumstance[] = threads.flatMap((n, i) => collectors.slice(i, i + 1).map((one) => at(n, one)))

function at(gomaxprocs: number, { name, env, args }: Omit<Circumstance, 'gomaxprocs'>): Circumstance {
  return { name: `${gomaxprocs} ${gomaxprocs === 1 ? 'thread' : 'threads'}, ${name}`, gomaxprocs, env, args }
}
