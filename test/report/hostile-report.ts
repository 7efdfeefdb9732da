/** The report of a program that means no good: each of its texts tries to be something else. */
import type { Finding } from '../../src/model/finding.ts'
import type { Report } from '../../src/model/report.ts'
import { encodeRace, reloadReport } from './reload-report.ts'

export const evil = [
  '</script><script>alert(1)</script><!--', ']]>', '&amp;"\'', '`` ` ```', '| a | b |', '**b** _i_ ~~s~~ $x$', '[x](javascript:alert(1))',
  '![i](http://evil.example/i.png)', 'https://evil.example www.evil.example', '@everyone #1', '::error file=x,line=1::owned', '%0A::warning::%25 ,:',
  '\u001b]0;owned\u0007\u001b[31m', '\r\n\t\u0000\u0085\u2028', '\u202e\u200b\ufeff', '\ud800\uffff', '{0} {{', '</summary></details>', '# h', '- l',
].join(' ')

/** A finding in which all that comes from the program is this text. */
export function findingOf(text: string, more: Partial<Finding> = {}): Finding {
  const stack = [{ function: `main.${text}`, file: `/home/dev/server/${text}/evil.go`, line: 1 }]
  const lock = { address: '0x1', mode: 'write', acquiredAt: stack } as const
  const [newer, older] = encodeRace.accesses
  const goroutine = { id: 5, createdBy: stack }
  return {
    ...encodeRace,
    message: text,
    map: { ...encodeRace.map, type: text },
    accesses: [
      { ...newer, stack, goroutine, locks: [lock] },
      { ...older, stack, goroutine, locks: [] },
    ],
    ...more,
  }
}

export const hostileReport: Report = {
  ...reloadReport,
  findings: [findingOf(evil), findingOf(evil, { id: 'ignored', suppression: { kind: 'comment', reason: evil, file: `/home/dev/server/${evil}`, line: 3 } })],
  warnings: [evil],
  unusedSuppressions: [evil],
  excerpts: [{ file: `/home/dev/server/${evil}/evil.go`, line: 1, firstLine: 1, lines: [`\t// ${evil}`] }],
}
