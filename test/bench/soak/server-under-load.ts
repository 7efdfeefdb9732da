import { createInterface } from 'node:readline'
import { execa, type ResultPromise } from 'execa'
import { parseBenchmarks } from '../benchmark-output.ts'
import { neutralEnvironment } from '../process.ts'
import { processorTime, residentMemory } from './processors.ts'

/** What one server did in an interval. */
export interface Measured {
  readonly residentBytes: number
  readonly p50Ns: number
  readonly p99Ns: number
  /** Processor time of the server for each request. */
  readonly cpuNs: number
}

export interface StartRequest {
  readonly file: string
  /** programs/load; the address is added. */
  readonly load: { readonly file: string, readonly args: readonly string[] }
  /** The variable MAPSAN. */
  readonly settings?: string
}

type Process = ResultPromise<{ buffer: false, stdin: 'pipe', stderr: 'inherit', env: Record<string, string>, extendEnv: false }>

/** A process that serves, and one that sends it requests. */
export class ServerUnderLoad {
  readonly #server: Process
  readonly #load: Process
  readonly #lines: AsyncIterator<string>
  readonly #address: string
  #cpu = 0

  private constructor(server: Process, load: Process, address: string) {
    this.#server = server
    this.#load = load
    this.#address = address
    this.#lines = createInterface({ input: load.stdout })[Symbol.asyncIterator]()
  }

  static async start({ file, load, settings = '' }: StartRequest): Promise<ServerUnderLoad> {
    const server = start(file, [], { MAPSAN: settings })
    const { value: address } = await createInterface({ input: server.stdout })[Symbol.asyncIterator]().next()
    if (address === undefined) throw new Error('the server ended before it said its address')
    return new ServerUnderLoad(server, start(load.file, ['-addr', address, ...load.args]), address)
  }

  /** Waits for the end of the interval; undefined when there are no more. */
  async interval(): Promise<Measured | undefined> {
    const { value: line, done } = await this.#lines.next()
    if (done || this.#server.pid === undefined) return undefined
    const measured = parseBenchmarks(line)
    const requests = Number(/^\S+ (\d+)/.exec(line)?.[1])
    const before = this.#cpu
    this.#cpu = await processorTime(this.#server.pid)
    return {
      residentBytes: await residentMemory(this.#server.pid),
      p50Ns: measured.get('Load p50-ns') ?? NaN,
      p99Ns: measured.get('Load p99-ns') ?? NaN,
      cpuNs: (this.#cpu - before) / requests,
    }
  }

  /** Sends the one request that makes the server race. */
  async makeMistake(): Promise<void> {
    await fetch(`http://${this.#address}/mistake`, { method: 'POST' })
  }

  /** Waits until the load has ended, and then the server; throws when one of them failed. */
  async end(): Promise<void> {
    await this.#load
    this.#server.stdin.end()
    await this.#server
  }

  kill(): void {
    this.#load.kill()
    this.#server.kill()
  }
}

function start(file: string, args: readonly string[], env: Readonly<Record<string, string>> = {}): Process {
  return execa(file, args, { buffer: false, stdin: 'pipe', stderr: 'inherit', env: { ...neutralEnvironment(), ...env }, extendEnv: false })
}
