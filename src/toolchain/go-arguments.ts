/** The command lines of `go build`, `go run` and `go test`, read as cmd/go reads them (go1.24-1.27). */

export interface GoFlag {
  /** Without dashes, and without the `test.` that go test tolerates. */
  readonly name: string
  /** Absent for a boolean flag that was given without a value. */
  readonly value?: string
}

export interface GoArguments {
  /** The folder of -C, which cmd/go accepts as the first flag only. */
  readonly changeDir?: string
  /** The flags that belong to the go command, in their order. */
  readonly flags: readonly GoFlag[]
  readonly packages: readonly string[]
  /** Everything as it was written, but for -C and for the flags that MapSan has to put together itself. */
  readonly rest: readonly string[]
  /** What is not for the go command but for the program or the test binary. It is part of `rest` for `go test` only. */
  readonly programArgs: readonly string[]
}

export type GoCommand = 'build' | 'run' | 'test'

/**
 * Flags that MapSan does not pass on as they are: what -gcflags and -overlay say is merged with its own, and programs
 * are started by MapSan, not by `go run -exec`.
 */
const takenOut: Readonly<Record<GoCommand, readonly string[]>> = {
  build: ['gcflags', 'overlay'],
  run: ['gcflags', 'overlay', 'exec'],
  test: ['gcflags', 'overlay'],
}

const buildBooleans = ['a', 'asan', 'buildvcs', 'cover', 'json', 'linkshared', 'modcacherw', 'msan', 'n', 'race', 'trimpath', 'v', 'work', 'x']
const buildValues = [
  'C', 'asmflags', 'buildmode', 'compiler', 'covermode', 'coverpkg', 'debug-actiongraph', 'debug-runtime-trace', 'debug-trace',
  'gccgoflags', 'gcflags', 'installsuffix', 'ldflags', 'mod', 'modfile', 'o', 'overlay', 'p', 'pgo', 'pkgdir', 'tags', 'toolexec',
]
const testBooleans = ['artifacts', 'benchmem', 'c', 'failfast', 'fullpath', 'short']
const testValues = [
  'bench', 'benchtime', 'blockprofile', 'blockprofilerate', 'count', 'coverprofile', 'cpu', 'cpuprofile', 'exec', 'fuzz',
  'fuzzminimizetime', 'fuzztime', 'list', 'memprofile', 'memprofilerate', 'mutexprofile', 'mutexprofilefraction', 'outputdir',
  'parallel', 'run', 'shuffle', 'skip', 'timeout', 'trace', 'vet',
]

type Arity = 'boolean' | 'value'
const flagTables: Readonly<Record<GoCommand, ReadonlyMap<string, Arity>>> = {
  build: arities(buildBooleans, buildValues),
  run: arities(buildBooleans, [...buildValues, 'exec']),
  test: arities([...buildBooleans, ...testBooleans], [...buildValues, ...testValues]),
}

function arities(booleans: readonly string[], values: readonly string[]): ReadonlyMap<string, Arity> {
  return new Map([...booleans.map((name) => [name, 'boolean'] as const), ...values.map((name) => [name, 'value'] as const)])
}

/** Flags that only `go test` knows; `go build` refuses them. */
export function isTestOnlyFlag(name: string): boolean {
  return flagTables.test.has(name) && !flagTables.build.has(name)
}

/** Whether a boolean flag was given as `-name=false`, as package strconv reads that. */
export function isOff(flag: GoFlag | undefined): boolean {
  return flag?.value !== undefined && /^(0|f|F|false|False|FALSE)$/.test(flag.value)
}

/** These mean something else to go list, or nothing; -gcflags and -overlay are put together anew. */
const notForList: ReadonlySet<string> = new Set(['a', 'c', 'gcflags', 'json', 'n', 'o', 'overlay', 'v', 'x'])

/** Of the flags of a build or test, those that make go list see the same packages, compiled in the same way. */
export function flagsForList(flags: readonly GoFlag[]): GoFlag[] {
  return flags.filter(({ name }) => !isTestOnlyFlag(name) && !notForList.has(name))
}

/** Reads the flags of GOFLAGS, each of which is one word: -name or -name=value. */
export function parseGoflags(words: readonly string[]): GoFlag[] {
  return words.map((word) => splitFlag(word)).filter((flag) => flag !== undefined)
}

export function writeFlag({ name, value }: GoFlag): string {
  return value === undefined ? `-${name}` : `-${name}=${value}`
}

export function parseGoArguments(command: GoCommand, args: readonly string[]): GoArguments {
  return command === 'test' ? parseTest(args) : parseLeadingFlags(command, args)
}

/** go build and go run: flags, then packages (go run: one package or some .go files, then the program's arguments). */
function parseLeadingFlags(command: 'build' | 'run', args: readonly string[]): GoArguments {
  const read = new Reader(command, args)
  while (read.flag() !== undefined) continue
  const operands = read.remaining()
  const words = operands[0] === '--' ? operands.slice(1) : operands
  const firstArg = command === 'run' ? programStart(words) : words.length
  const packages = words.slice(0, firstArg)
  return { ...read.result(packages), rest: [...read.kept, ...packages], programArgs: words.slice(firstArg) }
}

function programStart(words: readonly string[]): number {
  if (!words[0]?.endsWith('.go')) return Math.min(1, words.length)
  const end = words.findIndex((word) => !word.endsWith('.go'))
  return end < 0 ? words.length : end
}

/**
 * go test takes its flags before and behind the package list. The list ends at the first flag after it or at a flag
 * that go test does not know; what comes then belongs to the test binary, except for flags that go test knows
 * (cmd/go/internal/test.testFlags).
 */
function parseTest(args: readonly string[]): GoArguments {
  const read = new Reader('test', args)
  const packages: string[] = []
  const testArgs: string[] = []
  let listEnded = false
  let afterBareUnknown = false
  for (let word = read.peek(); word !== undefined && word !== '--'; word = read.peek()) {
    const flag = splitFlag(word)
    if (flag === undefined) {
      const mayBeValue = afterBareUnknown
      afterBareUnknown = false
      if (listEnded && !mayBeValue) break
      if (listEnded) testArgs.push(word)
      else packages.push(word)
      read.keepOne()
      continue
    }
    afterBareUnknown = false
    if (packages.length > 0) listEnded = true
    if (read.flag() !== undefined) continue
    listEnded = true
    if (flag.name === 'args') break
    afterBareUnknown = flag.value === undefined
    testArgs.push(word)
    read.keepOne()
  }
  const remaining = read.remaining()
  return { ...read.result(packages), rest: [...read.kept, ...remaining], programArgs: [...testArgs, ...remaining] }
}

/** Walks along the words of a command line and takes out the flags that the go command knows. */
class Reader {
  readonly kept: string[] = []
  readonly #flags: GoFlag[] = []
  readonly #words: string[]
  readonly #command: GoCommand
  #changeDir: string | undefined

  constructor(command: GoCommand, words: readonly string[]) {
    this.#words = [...words]
    this.#command = command
  }

  peek(): string | undefined {
    return this.#words[0]
  }

  remaining(): readonly string[] {
    return this.#words
  }

  keepOne(): void {
    this.kept.push(...this.#words.splice(0, 1))
  }

  /** Consumes a known flag with its value; undefined (and nothing consumed) when the next word is not one. */
  flag(): GoFlag | undefined {
    const split = splitFlag(this.peek() ?? '')
    const arity = split && flagTables[this.#command].get(split.name)
    if (split === undefined || arity === undefined) return undefined
    const takesNext = arity === 'value' && split.value === undefined && this.#words.length > 1
    const words = this.#words.splice(0, takesNext ? 2 : 1)
    const value = takesNext ? words[1] : split.value
    const flag: GoFlag = value === undefined ? { name: split.name } : { name: split.name, value }
    if (flag.name === 'C') {
      this.#changeDir = flag.value
      return flag
    }
    this.#flags.push(flag)
    if (!takenOut[this.#command].includes(flag.name)) this.kept.push(...words)
    return flag
  }

  result(packages: readonly string[]): Pick<GoArguments, 'changeDir' | 'flags' | 'packages'> {
    return { flags: this.#flags, packages, ...(this.#changeDir !== undefined && { changeDir: this.#changeDir }) }
  }
}

/** -name, --name, -name=value, --name=value; anything else is no flag (cmd/go/internal/cmdflag.ParseOne). */
function splitFlag(word: string): GoFlag | undefined {
  const match = /^--?([^-=][^=]*)(?:=([\s\S]*))?$/.exec(word)
  if (match === null) return undefined
  const name = (match[1] ?? '').replace(/^test\./, '')
  return match[2] === undefined ? { name } : { name, value: match[2] }
}
