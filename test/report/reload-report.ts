/** The report of a small server: a config map reloaded without its lock, and one encoded as JSON meanwhile. */
import { groupRaces } from '../../src/analysis/findings.ts'
import { nameRaces } from '../../src/analysis/names.ts'
import type { Access, Finding, Stack } from '../../src/model/finding.ts'
import type { Report, RunSummary } from '../../src/model/report.ts'
import type { DecodedStream } from '../../src/model/stream.ts'
import { exitedHeader } from '../run/encode-events.ts'
import { reloadCatalog } from './reload-catalog.ts'

export const run: RunSummary = {
  mapsan: '0.1.0',
  command: ['mapsan', 'diagnose', '.'],
  cwd: '/home/dev/server',
  moduleRoot: '/home/dev/server',
  modulePaths: ['example.com/server'],
  goroot: '/usr/local/go',
  go: { version: 'go1.26.8', os: 'linux', arch: 'amd64' },
  commands: [
    { command: ['go', 'build', '-overlay', 'overlay.json', '.'], exitCode: 0, signal: null },
    { command: ['./server'], exitCode: 2, signal: null },
  ],
  startedAt: '2026-01-02T03:04:05.678Z',
  finishedAt: '2026-01-02T03:04:09.000Z',
  status: 'findings',
}

const handler: Stack = [
  { function: 'example.com/server/config.(*Config).Get', file: '/home/dev/server/config/config.go', line: 17 },
  { function: 'main.handle', file: '/home/dev/server/main.go', line: 40 },
  { function: 'net/http.HandlerFunc.ServeHTTP', file: '/usr/local/go/src/net/http/server.go', line: 2322 },
  { function: 'net/http.serverHandler.ServeHTTP', file: '/usr/local/go/src/net/http/server.go', line: 3340 },
  { function: 'net/http.(*conn).serve', file: '/usr/local/go/src/net/http/server.go', line: 2109 },
]
const served: Stack = [
  { function: 'net/http.(*Server).Serve', file: '/usr/local/go/src/net/http/server.go', line: 3493 },
  { function: 'net/http.(*Server).ListenAndServe', file: '/usr/local/go/src/net/http/server.go', line: 3372 },
  { function: 'main.main', file: '/home/dev/server/main.go', line: 25 },
]

const reload: Access = {
  op: 'write',
  goroutine: { id: 8, createdBy: [{ function: 'main.main', file: '/home/dev/server/main.go', line: 22 }] },
  stack: [
    { function: 'example.com/server/config.(*Config).Reload', file: '/home/dev/server/config/config.go', line: 31 },
    { function: 'main.watch', file: '/home/dev/server/main.go', line: 55 },
  ],
  locks: [{ address: '0xc000112008', mode: 'read', acquiredAt: [{ function: 'example.com/server/config.(*Config).Reload', file: '/home/dev/server/config/config.go', line: 28 }] }],
}

const get: Access = {
  op: 'read',
  goroutine: { id: 7, createdBy: served },
  stack: handler,
  locks: [{ address: '0xc000112008', mode: 'read', acquiredAt: [{ function: 'example.com/server/config.(*Config).Get', file: '/home/dev/server/config/config.go', line: 15 }] }],
}

const encode: Access = {
  op: 'iterate',
  goroutine: { id: 1, createdBy: [] },
  stack: [
    { function: 'reflect.(*MapIter).Next', file: '/usr/local/go/src/reflect/map.go', line: 310 },
    { function: 'encoding/json.mapEncoder.encode', file: '/usr/local/go/src/encoding/json/encode.go', line: 760 },
    { function: 'encoding/json.Marshal', file: '/usr/local/go/src/encoding/json/encode.go', line: 171 },
    { function: 'github.com/acme/lib.Dump', file: '/home/dev/go/pkg/mod/github.com/acme/lib@v1.2.0/dump.go', line: 9 },
    { function: 'main.main', file: '/home/dev/server/main.go', line: 30 },
  ],
  locks: [],
}

const stream: DecodedStream = {
  header: exitedHeader,
  races: [
    { map: { type: 'map[string]int', address: '0xc000114030' }, accesses: [reload, encode], count: 1, fatal: false },
    { map: { type: 'map[string]int', address: '0xc000114030' }, accesses: [get, reload], count: 4310, fatal: true },
  ],
  warnings: [],
}

const { findings, ...analysis } = groupRaces(nameRaces([stream], reloadCatalog, run), run)

export const reloadRace = findingAt(0)
export const encodeRace = findingAt(1)

type RaceFinding = Finding & { readonly accesses: readonly [Access, Access] }

function findingAt(index: number): RaceFinding {
  const finding = findings[index]
  const [newer, older] = finding?.accesses ?? []
  if (!finding || !newer || !older) throw new Error(`there is no race ${index}`)
  return { ...finding, accesses: [newer, older] }
}

export const reloadReport: Report = {
  run,
  findings,
  ...analysis,
  unusedSuppressions: [],
  excerpts: [
    {
      file: '/home/dev/server/config/config.go',
      line: 31,
      firstLine: 29,
      lines: ['\tdefer c.mu.RUnlock()', '\tfor key, value := range fresh {', '\t\tc.data[key] = value', '\t}', '}'],
    },
    {
      file: '/home/dev/server/config/config.go',
      line: 17,
      firstLine: 15,
      lines: ['\tc.mu.RLock()', '\tdefer c.mu.RUnlock()', '\treturn c.data[key]', '}', ''],
    },
  ],
}

/** The same, after the user has looked at it: one race is in the baseline, another is ignored, and one comment is stale. */
export const judgedReport: Report = {
  ...reloadReport,
  findings: [
    reloadRace,
    { ...encodeRace, suppression: { kind: 'baseline', file: 'mapsan-baseline.json' } },
    {
      ...encodeRace,
      id: 'd0d0d0d0d0d0',
      suppression: { kind: 'comment', reason: 'only at start-up', file: '/home/dev/server/main.go', line: 29 },
    },
  ],
  warnings: ['1 race found no room in the event stream and cannot be shown.'],
  unusedSuppressions: ['main.go:77: mapsan:ignore map-race matched no race of this run.'],
  baseline: 'mapsan-baseline.json',
}

export const cleanReport: Report = {
  run: { ...run, status: 'clean' },
  findings: [],
  coverage: { processes: 3, goroutines: 14 },
  dropped: 0,
  untracked: 0,
  guardGaps: [],
  warnings: [],
  unusedSuppressions: [],
  excerpts: [],
}
