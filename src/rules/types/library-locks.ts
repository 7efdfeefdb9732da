/**
 * The exported types of the standard library that have a lock in them, in all of go1.24-1.27; those of sync and sync/atomic are in
 * no-copy.ts. test/rules/library-locks.go.test.ts compares them with the sources.
 */
export const libraryLocks: Readonly<Record<string, readonly string[]>> = {
  'archive/zip': ['ReadCloser', 'Reader'],
  'crypto/tls': ['Config', 'Conn'],
  'database/sql': ['Conn', 'DB', 'Rows', 'Stmt', 'Tx'],
  'debug/gosym': ['LineTable'],
  'encoding/gob': ['Decoder', 'Encoder'],
  'expvar': ['Float', 'Int', 'Map', 'String'],
  'go/token': ['File', 'FileSet'],
  'go/types': ['Context', 'Named'],
  'io': ['PipeReader', 'PipeWriter'],
  'log': ['Logger'],
  'log/slog': ['LevelVar'],
  'log/syslog': ['Writer'],
  'net': ['Resolver', 'UnixListener'],
  'net/http': ['ServeMux', 'Server', 'Transport'],
  'net/http/cookiejar': ['Jar'],
  'net/http/httptest': ['Server'],
  'net/http/httputil': ['ClientConn', 'ServerConn'],
  'net/rpc': ['Client', 'Server'],
  'net/textproto': ['Conn', 'Pipeline'],
  'os': ['Process'],
  'runtime/pprof': ['Profile'],
  'strings': ['Replacer'],
  'testing': ['B', 'F', 'M', 'T'],
}
