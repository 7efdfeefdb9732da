/**
 * The reports of Go's race detector, read from its log. They are written by compiler-rt (tsan/rtl/tsan_report.cpp, the
 * part for Go), line by line and each line whole; what symbols are called comes from runtime.racecallback. Checked with
 * the detectors of go1.24-1.27.
 */
import type { Frame } from '../../model/finding.ts'

/** One access of a report. */
export interface LoggedAccess {
  readonly write: boolean
  /** As `0x` and hexadecimal digits without leading zeros. */
  readonly address: string
  /** 1 is the main goroutine. */
  readonly goroutine: number
  readonly stack: readonly Frame[]
}

export interface LoggedRace {
  /** The newer access, which noticed the race, then the earlier one. */
  readonly accesses: readonly [LoggedAccess, LoggedAccess]
  /** Where goroutines were created, by their ids. */
  readonly createdBy: ReadonlyMap<number, readonly Frame[]>
  /** Byte offset of the report in the log. */
  readonly offset: number
  /** Its last line is there. */
  readonly whole: boolean
}

export interface TornReport {
  readonly offset: number
  /** As far as it is there. */
  readonly access?: LoggedAccess
}

export interface RaceLog {
  readonly races: readonly LoggedRace[]
  /** Reports that end before they name both accesses. */
  readonly torn: readonly TornReport[]
  /** How many reports the detector counted when the process ended; absent when it did not come to that. */
  readonly counted?: number
  /** Lines that belong to no report, such as that the detector gives up. */
  readonly others: readonly { readonly offset: number; readonly text: string }[]
}

const patterns = {
  bar: /^={18}$/,
  // A program that writes to the same file may have left half a line before it.
  race: /WARNING: DATA RACE$/,
  access: /^(?:Previous )?(?:atomic )?(read|write) at 0x([0-9a-f]+) by (?:goroutine (\d+)|main goroutine):$/i,
  creation: /^Goroutine (\d+) \((?:running|finished)\) created at:$/,
  counted: /^Found (\d+) data race\(s\)$/,
  unknownStack: /^ {2}\[failed to restore the stack\]$/,
  // Of memory that the detector knows more about, with a stack or without.
  location: /^(?:Heap block of size|Global var) /,
  symbol: /^ {2}(\S.*)\(\)$/,
  place: /^ {6}(\S.*):(\d+) \+0x[0-9a-f]+$/,
} as const

/** Reads all reports that are in a log. Whatever else is in it, nothing is thrown. */
export function parseRaceLog(text: string): RaceLog {
  const reading = new Reading()
  let offset = 0
  const lines = text.split('\n')
  for (const [index, line] of lines.entries()) {
    reading.line(line.replace(/\r$/, ''), offset, index < lines.length - 1)
    offset += Buffer.byteLength(line) + 1
  }
  return reading.end()
}

interface Draft {
  readonly offset: number
  readonly accesses: LoggedAccess[]
  readonly createdBy: Map<number, Frame[]>
}

/** Goes through a log. What a line means depends only on the report and the stack that it stands in. */
class Reading {
  readonly #races: LoggedRace[] = []
  readonly #torn: TornReport[] = []
  readonly #others: RaceLog['others'][number][] = []
  #counted: number | undefined
  #report: Draft | undefined
  #stack: Frame[] | undefined
  #symbol: string | undefined

  /** The last line of a log may be cut off: then it still counts for what it is, if that can be told. */
  line(line: string, offset: number, whole: boolean): void {
    if (patterns.race.test(line)) {
      this.#close(false)
      this.#report = { offset, accesses: [], createdBy: new Map() }
      return
    }
    if (patterns.bar.test(line)) {
      this.#close(true)
      return
    }
    const [, counted] = patterns.counted.exec(line) ?? []
    if (counted !== undefined) this.#counted = (this.#counted ?? 0) + Number(counted)
    else if (!this.#readPart(line) && line !== '' && whole) this.#others.push({ offset, text: line })
  }

  end(): RaceLog {
    this.#close(false)
    return { races: this.#races, torn: this.#torn, others: this.#others, ...(this.#counted !== undefined && { counted: this.#counted }) }
  }

  /** A line of the report that is open; false for what does not belong to one. */
  #readPart(line: string): boolean {
    if (this.#report === undefined) return false
    return this.#readHeading(line, this.#report) || this.#readFrame(line) || patterns.unknownStack.test(line)
  }

  #readHeading(line: string, report: Draft): boolean {
    const [access, kind = '', address = '', id] = patterns.access.exec(line) ?? []
    const [creation, created] = patterns.creation.exec(line) ?? []
    if (access === undefined && creation === undefined && !patterns.location.test(line)) return false
    const stack: Frame[] = []
    this.#stack = stack
    this.#symbol = undefined
    if (access !== undefined) {
      const write = kind.toLowerCase() === 'write'
      report.accesses.push({ write, address: `0x${address.replace(/^0+(?=.)/, '')}`, goroutine: id === undefined ? 1 : Number(id), stack })
    }
    if (created !== undefined) report.createdBy.set(Number(created), stack)
    return true
  }

  /** `  main.main()` and, on the line below, `      /srv/shop/main.go:15 +0x7b`. */
  #readFrame(line: string): boolean {
    const [, symbol] = patterns.symbol.exec(line) ?? []
    if (symbol !== undefined) {
      this.#symbol = symbol
      return true
    }
    const [, file = '', number] = patterns.place.exec(line) ?? []
    if (number === undefined) return false
    // Code that the runtime knows nothing about is `??` at `-:0` (runtime.raceSymbolizeCode).
    if (this.#symbol !== undefined && file !== '-') this.#stack?.push({ function: this.#symbol, file, line: Number(number) })
    this.#symbol = undefined
    return true
  }

  #close(whole: boolean): void {
    const report = this.#report
    this.#report = undefined
    this.#stack = undefined
    this.#symbol = undefined
    if (report === undefined) return
    const { accesses: [newer, older], createdBy, offset } = report
    if (newer !== undefined && older !== undefined) this.#races.push({ accesses: [newer, older], createdBy, offset, whole })
    else this.#torn.push({ offset, ...(newer && { access: newer }) })
  }
}
