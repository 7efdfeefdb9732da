/** The hostile report, of a run that was observed: all that a page has room for comes from the program. */
import type { Report } from '../../src/model/report.ts'
import type { Place, SharedMaps } from '../../src/model/observation.ts'
import { evil, hostileReport } from './hostile-report.ts'

const stack = [{ function: `main.${evil}`, file: `/home/dev/server/${evil}/evil.go`, line: 1 }]
const lock = { object: '0x1', name: evil }
const where: Place = { op: 'write', expression: evil, stack, createdBy: stack, goroutine: evil }

const maps: SharedMaps = {
  type: evil,
  expression: evil,
  variable: { kind: 'field', description: evil, declaredAt: { file: `/home/dev/server/${evil}.go`, line: 1 }, mutexes: [evil] },
  count: 2,
  first: where,
  uses: [{ ...where, locks: [{ name: evil, mode: 'write', acquiredAt: stack }], count: 3, goroutines: 2 }],
  handOvers: [{ from: where, to: where, by: 'nothing', at: stack, count: 1 }],
  guard: { lock: evil, held: 1, of: 2 },
}

export const hostileObserved: Report = {
  ...hostileReport,
  run: { ...hostileReport.run, cwd: evil, modulePaths: [evil], command: ['mapsan', evil], commands: [{ command: [evil], exitCode: null, signal: evil }] },
  findings: hostileReport.findings.map((finding) => ({
    ...finding,
    guard: { lock: evil, held: 1, of: 2 },
    timeline: [
      { before: 20, goroutine: 5, kind: 'lock', ...lock, stack },
      { before: 10, goroutine: 5, kind: 'go statement', object: evil, stack },
      { before: 0, goroutine: 5, kind: 'access', stack },
    ],
  })),
  sharedMaps: [maps],
}
