import type { ProgramOrigin } from '../model/origin.ts'
import { withoutMarks } from '../patch/strip.ts'
import { loadGoSyntax } from '../syntax/go.ts'
import { BuiltSources, type BuiltSource } from './built-sources.ts'

/** The sources of a program with the hooks of `mapsan instrument`, as they are without: instrumenting moves no line. */
export class PortableSources {
  readonly #sources: BuiltSources

  constructor(origin: ProgramOrigin) {
    this.#sources = new BuiltSources(origin, undefined)
  }

  async read(file: string): Promise<BuiltSource> {
    const source = await this.#sources.read(file)
    return source.kind === 'same' ? { kind: 'same', text: withoutMarks(await loadGoSyntax(), source.text) } : source
  }
}
