export interface Module {
  readonly path: string
  readonly release: string
  /** Patterns; all of its packages when absent. */
  readonly packages?: readonly string[]
  readonly flags?: readonly string[]
}

/** Popular modules that share maps between goroutines, or replace them; fetched through the module proxy. */
export const quickModules: readonly Module[] = [
  { path: 'github.com/patrickmn/go-cache', release: 'v2.1.0+incompatible' },
  { path: 'github.com/hashicorp/golang-lru/v2', release: 'v2.0.7' },
  { path: 'github.com/gorilla/mux', release: 'v1.8.1' },
  // Without those that fill a map with a million entries, each of them under atomic words of its own: minutes.
  { path: 'github.com/puzpuzpuz/xsync/v4', release: 'v4.1.0', flags: ['-skip=CounterLenLimit|ParallelClear|ParallelGrowth|SerialResize|Presize'] },
  { path: 'github.com/orcaman/concurrent-map/v2', release: 'v2.0.1' },
  { path: 'golang.org/x/sync', release: 'v0.11.0' },
  // Without its middleware, whose tests wait for time-outs.
  { path: 'github.com/go-chi/chi/v5', release: 'v5.2.1', packages: ['.'] },
]

/** Those that take longer. */
export const otherModules: readonly Module[] = [
  { path: 'github.com/gorilla/websocket', release: 'v1.5.3' },
  { path: 'github.com/hashicorp/go-memdb', release: 'v1.3.4' },
  { path: 'github.com/coocood/freecache', release: 'v1.2.4' },
  { path: 'github.com/allegro/bigcache/v3', release: 'v3.1.0' },
  { path: 'github.com/golang/groupcache', release: 'v0.0.0-20241129210726-2c02b8208cf8' },
  // On a busy machine its Test_SuppressedLoader_Load waits for ever, without MapSan too: not for Go's ten minutes.
  { path: 'github.com/jellydator/ttlcache/v3', release: 'v3.4.1', flags: ['-timeout=1m'] },
  { path: 'github.com/sirupsen/logrus', release: 'v1.10.2' },
  { path: 'github.com/spf13/cobra', release: 'v1.10.2' },
  { path: 'go.uber.org/zap', release: 'v1.28.0' },
  { path: 'github.com/prometheus/client_golang', release: 'v1.25.0', packages: ['./prometheus/...'] },
  { path: 'github.com/dgraph-io/ristretto/v2', release: 'v2.4.2' },
]
