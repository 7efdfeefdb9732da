import { readFileSync, readdirSync } from 'node:fs'
import { dirname, join, relative, resolve, sep } from 'node:path'
import { describe, expect, test } from 'vitest'

const src = resolve(import.meta.dirname, '../src')

/** What each folder (or top-level file) of src/ may import, besides itself. Stages do not import each other. */
const foundation = ['model', 'syntax', 'errors']
const stages = ['hooks', 'source', 'run', 'analysis', 'suppression', 'report', 'rules', 'fix', 'patch', 'toolchain']
const allowed: Readonly<Record<string, readonly string[]>> = {
  main: ['cli', 'errors'],
  cli: ['workflows', 'report', 'model', 'errors'],
  workflows: [...stages, ...foundation],
  ...Object.fromEntries(stages.map((stage) => [stage, foundation])),
  syntax: ['errors'],
  model: [],
  errors: [],
}

const pure = /^(analysis|suppression|report|rules|fix|model)\/|^run\/(byte-reader|catalog|decode|protocol|record|texts|race-log\/(decode|map-operation|parse))\.ts$/
/** Checksums and hashes: bytes in, bytes out. */
const pureBuiltins = ['node:crypto', 'node:zlib']

interface Import {
  readonly from: string
  readonly specifier: string
  /** The layer that is imported, for a relative import. */
  readonly layer: string | undefined
}

function layerOf(path: string): string {
  const [first = ''] = path.split(sep)
  return first.replace(/\.ts$/, '')
}

function importsOf(file: string): Import[] {
  const text = readFileSync(join(src, file), 'utf8')
  const specifiers = [...text.matchAll(/(?:^|\n)\s*(?:import|export)\s[^'"]*?from\s*['"]([^'"]+)['"]|(?:^|[^.\w])import\s*\(?\s*['"]([^'"]+)['"]/g)]
  return specifiers.map(([, declared, other]) => {
    const specifier = declared ?? other ?? ''
    const layer = specifier.startsWith('.') ? layerOf(relative(src, resolve(src, dirname(file), specifier))) : undefined
    return { from: file, specifier, layer }
  })
}

const files = readdirSync(src, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.ts'))
const imports = files.flatMap(importsOf)

function lines(found: readonly Import[]): string[] {
  return found.map(({ from, specifier }) => `${from} imports ${specifier}`)
}

describe('the layers of src/', () => {
  test('every file lies in a known layer, and imports were found', () => {
    expect(files.filter((file) => allowed[layerOf(file)] === undefined)).toEqual([])
    expect(imports.length).toBeGreaterThan(files.length)
  })

  test('imports run one way, and stages do not import each other', () => {
    const wrong = imports.filter(({ from, layer }) => {
      const own = layerOf(from)
      return layer !== undefined && layer !== own && !(allowed[own] ?? []).includes(layer)
    })
    expect(lines(wrong)).toEqual([])
  })

  test('relative imports name the .ts file', () => {
    expect(lines(imports.filter(({ layer, specifier }) => layer !== undefined && !specifier.endsWith('.ts')))).toEqual([])
  })

  test('only toolchain starts processes', () => {
    const starters = imports.filter(({ specifier }) => /^(execa|(node:)?child_process)$/.test(specifier))
    expect(lines(starters.filter(({ from }) => layerOf(from) !== 'toolchain'))).toEqual([])
  })

  test('the pure part touches no file, process or clock', () => {
    const impure = imports.filter(({ from, specifier }) => pure.test(from) && specifier.startsWith('node:') && !pureBuiltins.includes(specifier))
    expect(lines(impure)).toEqual([])
    const globals = files.filter((file) => pure.test(file) && /\bprocess\.|\bconsole\.|Date\.now|new Date\(\)|Math\.random/.test(code(file)))
    expect(globals).toEqual([])
  })

  test('only cli and main write to the terminal', () => {
    const writers = files.filter((file) => /\bconsole\.|process\.std(out|err)/.test(code(file)))
    expect(writers.filter((file) => !['cli', 'main'].includes(layerOf(file)))).toEqual([])
  })
})

/** The text without its comments, which may talk about what the code must not do. */
function code(file: string): string {
  return readFileSync(join(src, file), 'utf8').replace(/\/\*[\s\S]*?\*\/|(^|\s)\/\/.*$/gm, '')
}
