import type { Hook, Site } from '../hook.ts'
import { addField, replaceExpression, replaceStatement, silence } from './shapes.ts'

const file = 'sync/pool.go'
const put = { file, function: 'Pool.Put' }
const get = { file, function: 'Pool.Get' }
type PrivatePools = Readonly<Record<string, readonly string[]>>

const release = 'race.ReleaseMerge(poolRaceAddr(x))'
const acquire = 'race.Acquire(poolRaceAddr(x))'

const pool: Hook = {
  id: 'pool',
  why: 'Put happens before the Get that returns the same item',
  sites: [
    // Under -race one item in four is dropped, because the edge hides races. It would change what programs do.
    replaceExpression(put, 'runtime_randn(4) == 0', 'false'),
    {
      // The item itself instead of one of 128 addresses that strangers share; the odd address is nobody else's key.
      file,
      function: 'poolRaceAddr',
      query: '(short_var_declaration left: (expression_list (identifier) @name) (#eq? @name "ptr")) @first',
      count: 1,
      edits: [{ do: 'insert before', at: 'first', text: 'if true { return unsafe.Add((*[2]unsafe.Pointer)(unsafe.Pointer(&x))[1], 3) }; ' }],
    },
  ],
  off: [silence(put, 2), silence(get, 2)],
}

/**
 * Pools of the standard library by file. What they hold has no map inside and does not lead to a user's map, so a missing
 * edge cannot give a false report; an edge from one fmt.Sprintf to another hides most of the real ones. Not here, though
 * it looks alike: encoding/json's encodeState has a map of its own, go/printer's printer too, reflect's frames and
 * http2's responseWriterState hold what the user gave. `name[]` is an array of pools.
 */
const privatePools = {
  'fmt/print.go': ['ppFree'],
  'fmt/scan.go': ['ssFree'],
  'log/log.go': ['bufferPool'],
  'log/slog/handler.go': ['groupPool'],
  'log/slog/internal/buffer/buffer.go': ['bufPool'],
  'encoding/json/scanner.go': ['scannerPool'],
  'encoding/gob/encode.go': ['encBufferPool'],
  'net/http/header.go': ['headerSorterPool'],
  'net/http/server.go': ['bufioReaderPool', 'bufioWriter2kPool', 'bufioWriter4kPool', 'copyBufPool'],
  'vendor/golang.org/x/net/http2/hpack/huffman.go': ['bufPool'],
  'io/io.go': ['blackHolePool'],
  'os/dir_unix.go': ['dirBufPool'],
  'regexp/backtrack.go': ['bitStatePool'],
  'regexp/exec.go': ['onePassPool'],
  'regexp/regexp.go': ['matchPool[]'],
  'crypto/tls/conn.go': ['outBufPool'],
} as const satisfies PrivatePools

/** HTTP/2 is one file of package net/http until go1.26, with a prefix on every name, and a package since. */
export const http2Bundle = {
  'net/http/h2_bundle.go': [
    'http2fhBytes', 'http2littleBuf', 'http2bufWriterPool', 'http2sorterPool', 'http2writeDataPool', 'http2dataChunkPools[]', 'http2bufPools[]',
  ],
} as const satisfies PrivatePools

export const http2Package = {
  'net/http/internal/http2/databuffer.go': ['dataChunkPools[]'],
  'net/http/internal/http2/frame.go': ['fhBytes'],
  'net/http/internal/http2/gotrack.go': ['littleBuf'],
  'net/http/internal/http2/http2.go': ['bufWriterPool', 'sorterPool'],
  'net/http/internal/http2/server.go': ['writeDataPool'],
  'net/http/internal/http2/transport.go': ['bufPools[]'],
} as const satisfies PrivatePools

/** An init of its own, rather than a field in each literal: half of the pools are declared without one. */
function withoutEdge(file: string, entry: string): Site {
  const name = entry.replace('[]', '')
  const statement = name === entry ? `${name}.MapsanNoEdge = true` : `for i := range ${name} { ${name}[i].MapsanNoEdge = true }`
  return {
    file,
    query: `(source_file (var_declaration [(var_spec name: (identifier) @name) (var_spec_list (var_spec name: (identifier) @name))]) (#eq? @name "${name}"))`,
    count: 1,
    edits: [{ do: 'append to the file', text: `\nfunc init() { ${statement} }` }],
  }
}

/** sync.Pool. `bigPool`: where math/big keeps its intermediate numbers. */
export function pools({ bigPool, http2 }: { readonly bigPool: 'natPool' | 'stackPool'; readonly http2: PrivatePools }): readonly Hook[] {
  const allPrivate: PrivatePools = { ...privatePools, ...http2, 'math/big/nat.go': [bigPool] }
  return [
    pool,
    {
      id: 'pool.private',
      why: 'pools that carry no map hand nothing over, and their edges would hide races',
      sites: [
        addField(file, 'Pool', 'New', 'MapsanNoEdge bool'),
        replaceStatement(put, release, `if !p.MapsanNoEdge { ${release} }`),
        replaceStatement(get, acquire, `if !p.MapsanNoEdge { ${acquire} }`),
        ...Object.entries(allPrivate).flatMap(([file, names]) => names.map((name) => withoutEdge(file, name))),
      ],
    },
  ]
}
