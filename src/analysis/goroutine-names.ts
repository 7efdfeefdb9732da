import type { Access, Goroutine, Stack } from '../model/finding.ts'
import type { Place } from '../model/observation.ts'
import { displayPath, packageOf, type ProgramOrigin } from '../model/origin.ts'
import type { CatalogIndex } from './catalog-index.ts'

export function nameGoroutine({ goroutine, stack }: Access, index: CatalogIndex, origin: ProgramOrigin): Goroutine {
  const name = goroutine.id === 1 ? 'the main goroutine' : (nameOfTest(stack) ?? nameOfStart(goroutine.createdBy, index, origin))
  return name === undefined ? goroutine : { ...goroutine, name }
}

/** The kind of goroutine: without its id, the main goroutine is known by where its stack begins. It initialises the packages. */
export function nameGoroutineKind({ createdBy, stack }: Pick<Place, 'createdBy' | 'stack'>, index: CatalogIndex, origin: ProgramOrigin): string | undefined {
  const isMain = createdBy.length === 0 && /^main\.main$|^runtime\.main$|\.init(\.\d+)?$/.test(stack.at(-1)?.function ?? '')
  return isMain ? 'the main goroutine' : (nameOfTest(stack) ?? nameOfStart(createdBy, index, origin))
}

/** Tests are all started at the same line of package testing. */
function nameOfTest(stack: Stack): string | undefined {
  const runner = stack.findIndex((frame) => frame.function === 'testing.tRunner')
  const test = stack[runner - 1]
  return test && `the goroutine of ${shortSymbol(test.function)}`
}

function nameOfStart([frame]: Stack, index: CatalogIndex, origin: ProgramOrigin): string | undefined {
  if (frame === undefined) return undefined
  const started = `started at ${displayPath(frame.file, origin)}:${frame.line} by ${shortSymbol(frame.function)}`
  const [site, ...others] = index.goroutines(frame)
  return site && others.length === 0 ? `the goroutine of ${site.runs}, ${started}` : `the goroutine ${started}`
}

/** `(*Server).Serve` of `net/http.(*Server).Serve`. */
function shortSymbol(symbol: string): string {
  return symbol.slice(packageOf(symbol).length).replace(/^\./, '')
}
