import { join, relative, sep } from 'node:path'
import type { GoPackage } from './packages.ts'

export type PatternSubject = Pick<GoPackage, 'importPath' | 'dir' | 'standard' | 'main'>

/** Does the pattern of a -gcflags apply to the package? As cmd/go/internal/load.MatchPackage answers it. */
export function matchesPackage(pattern: string, subject: PatternSubject, cwd: string): boolean {
  if (/^\.\.?(\/|$)/.test(pattern)) return matchesRelative(pattern, subject.dir, cwd)
  switch (pattern) {
    case 'all':
      return true
    case 'std':
      return subject.standard
    case 'cmd':
      return subject.standard && subject.importPath.startsWith('cmd/')
    case 'work':
      return subject.main
    default:
      return wildcard(pattern).test(subject.importPath)
  }
}

function matchesRelative(pattern: string, dir: string, cwd: string): boolean {
  const dots = pattern.indexOf('...')
  if (dots < 0) return join(cwd, pattern).replace(/(.)\/$/, '$1') === dir
  const slash = pattern.lastIndexOf('/', dots)
  const path = relative(join(cwd, pattern.slice(0, slash)), dir).split(sep).join('/')
  return path !== '..' && !path.startsWith('../') && wildcard(pattern.slice(slash + 1)).test(path === '' ? '.' : path)
}

/** `...` stands for any text; `/...` at the end also for nothing (cmd/internal/pkgpattern). */
function wildcard(pattern: string): RegExp {
  const text = pattern
    .split('...')
    .map((part) => part.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&'))
    .join('.*')
  return new RegExp(`^${text.replace(/\/\.\*$/, '(?:/.*)?')}$`)
}
