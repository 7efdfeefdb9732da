/** What the source of the small server in reload-report.ts says about its maps and locks. */
import type { Catalog, MapSite } from '../../src/model/catalog.ts'

const path = '/home/dev/server/config/config.go'
const importPath = 'example.com/server/config'

function line(number: number) {
  return { line: number, column: 3, first: number, last: number }
}

function site(number: number, method: string, operation: MapSite['operations'][number]): MapSite {
  return {
    ...line(number),
    function: `${importPath}.(*Config).${method}`,
    operations: [operation],
    expression: 'c.data',
    types: ['map[string]int'],
    variable: { kind: 'field', description: 'field data of *Config', file: path, line: 9, mutexes: ['Config.mu'] },
  }
}

export const reloadCatalog: Catalog = {
  files: [
    {
      path,
      importPath,
      hash: '',
      sites: [site(17, 'Get', 'read'), site(31, 'Reload', 'write')],
      locks: [15, 28].map((number) => ({ ...line(number), mode: 'read', name: 'Config.mu' })),
      goroutines: [],
      mutexes: [{ ...line(8), name: 'Config.mu', type: 'sync.RWMutex' }],
    },
    {
      path: '/home/dev/server/main.go',
      importPath: 'example.com/server',
      hash: '',
      sites: [],
      locks: [],
      goroutines: [{ ...line(22), runs: 'watch' }],
      mutexes: [],
    },
  ],
}
