import { FilesByName, type Catalog, type CatalogFile, type DeclarationSite, type GoSite, type LockSite, type MapSite, type Span } from '../model/catalog.ts'
import type { Declared, Frame } from '../model/finding.ts'

/** Finds what a catalog says about the line of a frame. */
export class CatalogIndex {
  readonly #files: FilesByName
  readonly #sites: ReadonlyMap<CatalogFile, Sites>

  constructor(catalog: Catalog) {
    this.#files = new FilesByName(catalog)
    this.#sites = new Map(catalog.files.map((file) => [file, indexSites(file)]))
  }

  maps(frame: Frame, accept: (site: MapSite) => boolean): readonly MapSite[] {
    return find(this.#of(frame)?.maps, frame, accept)
  }

  locks(frame: Frame, accept: (site: LockSite) => boolean): readonly LockSite[] {
    return find(this.#of(frame)?.locks, frame, accept)
  }

  goroutines(frame: Frame): readonly GoSite[] {
    return find(this.#of(frame)?.goroutines, frame, () => true)
  }

  declarations({ file, line }: Declared): readonly DeclarationSite[] {
    return this.#files.get(file)?.declarations?.filter((one) => one.line === line) ?? []
  }

  #of({ file }: Frame): Sites | undefined {
    const found = this.#files.get(file)
    return found && this.#sites.get(found)
  }
}

interface Sites {
  readonly maps: ByLine<MapSite>
  readonly locks: ByLine<LockSite>
  readonly goroutines: ByLine<GoSite>
}

type ByLine<T> = ReadonlyMap<number, readonly T[]>

function indexSites({ sites, locks, goroutines }: CatalogFile): Sites {
  return { maps: byLine(sites), locks: byLine(locks), goroutines: byLine(goroutines) }
}

/** Lines of one expression. With //line directives, or in a catalog that somebody made up, they can be without end. */
const longest = 1000

function byLine<T extends Span>(sites: readonly T[]): ByLine<T> {
  const lines = new Map<number, T[]>()
  for (const site of sites) {
    for (let line = site.first; line <= Math.min(site.last, site.first + longest); line++) {
      const known = lines.get(line)
      if (known === undefined) lines.set(line, [site])
      else known.push(site)
    }
  }
  return lines
}

/** The sites that the compiler places on this line; when there is none, those that stretch over it. */
function find<T extends Span>(sites: ByLine<T> | undefined, { line }: Frame, accept: (site: T) => boolean): readonly T[] {
  const around = (sites?.get(line) ?? []).filter(accept)
  const exact = around.filter((site) => site.line === line)
  return exact.length > 0 ? exact : around
}
