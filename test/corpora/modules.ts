export interface Module {
  readonly path: string
  readonly release: string
  /** Patterns; all of its packages when absent. */
  readonly packages?: readonly string[]
  readonly flags?: readonly string[]
  /** Tests for `npm run test:corpora` only, as `go test -skip` takes them. */
  readonly slow?: string
}

// Popular modules that share maps between goroutines, or replace them; fetched through the module proxy.

/** Those that are done within seconds, on every version of Go. */
export const cheapModules: readonly Module[] = [
  { path: 'github.com/patrickmn/go-cache', release: 'v2.1.0+incompatible' },
  { path: 'github.com/hashicorp/golang-lru/v2', release: 'v2.0.7' },
  { path: 'github.com/orcaman/concurrent-map/v2', release: 'v2.0.1' },
  { path: 'golang.org/x/sync', release: 'v0.11.0' },
]

/** Those that every run of the tests has, on one version. */
export const quickModules: readonly Module[] = [
  { path: 'github.com/gorilla/mux', release: 'v1.8.1' },
  // Its map with a million entries, under atomic words of their own: 10 s of processor time and 620 MB, without MapSan 3 s and 130 MB.
  { path: 'github.com/puzpuzpuz/xsync/v4', release: 'v4.1.0', slow: 'CounterLenLimit' },
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
