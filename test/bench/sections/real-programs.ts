import { join } from 'node:path'
import { parseBenchmarks } from '../benchmark-output.ts'
import { run } from '../process.ts'
import type { Program, Section } from '../section.ts'
import { geometricMean } from '../statistics.ts'
import { programsFolder } from '../workshop.ts'

/** Where the modules are pinned. */
const cwd = join(programsFolder, 'modules')

/** The benchmarks of other people's code: of each package the geometric mean of some that do not take long. */
export const realPrograms: Section = {
  title: 'Benchmarks of real programs',
  mean: 'geometric mean',
  programs: [
    benchmarksOf('github.com/patrickmn/go-cache', '^Benchmark(CacheGetNotExpiring|CacheGetConcurrentNotExpiring|CacheSetDelete|IncrementInt)$'),
    benchmarksOf('github.com/hashicorp/golang-lru/v2', '^BenchmarkLRU_(Rand|Freq)$'),
    benchmarksOf('github.com/gorilla/mux', '^Benchmark(Mux|ManyPathVariables)$'),
    benchmarksOf('github.com/puzpuzpuz/xsync/v4', '^Benchmark(Map_WarmUp|Counter|Compute|MPMCQueue|RBMutexWorkWrite1000)$/^(reads=99%|op=.*)?$'),
    benchmarksOf('go.uber.org/zap', '^Benchmark(10Fields|NoContext|AddCallerHook|5WithLazysUsed|SugarSingleStrArg)$'),
    benchmarksOf(
      'github.com/prometheus/client_golang/prometheus',
      '^Benchmark(CounterWithLabelValuesConcurrent|HistogramWithLabelValues|ParallelCounter|GoCollector|SummaryObserve4)$',
    ),
    benchmarksOf('net/http', '^Benchmark(Server|ClientServer|ServerFakeConnWithKeepAlive|ServeMux|ReadRequestChrome)$'),
    benchmarksOf('encoding/json', '^Benchmark(CodeEncoder|CodeDecoder|UnmarshalMap|MarshalMap|DecoderStream)$'),
    // text/template has no benchmarks of its own; this one executes a text/template.
    benchmarksOf('html/template', '^BenchmarkEscapedExecute$'),
    benchmarksOf('go/types', '^Benchmark(LookupFieldOrMethod|Check)$/^parser$//^noinfo$'),
  ],
}

function benchmarksOf(path: string, pattern: string): Program {
  return {
    name: path,
    rows: [{ label: path.replace(/^github\.com\//, ''), measurement: `${path} ns/op`, unit: 'nanoseconds', comparison: 'factor' }],
    prepare: async (workshop) => {
      const built = await workshop.build({ cwd, package: path, tests: true })
      // Some read files that lie beside their sources.
      const folder = await run({ file: 'go', args: ['list', '-f', '{{.Dir}}', path], cwd })
      const args = workshop.benchmarkArgs(pattern)
      return async (variant) => {
        const measured = parseBenchmarks(await run({ file: built[variant], args, cwd: folder }))
        const times = [...measured].filter(([name]) => name.endsWith(' ns/op')).map(([, value]) => value)
        return new Map([[`${path} ns/op`, geometricMean(times)]])
      }
    },
  }
}
