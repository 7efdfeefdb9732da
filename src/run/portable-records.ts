// Records that only programs with the hooks of `mapsan instrument` write: shim/portable/mapsan/stream.go has the same constants
// under the same names; test/run/protocol.test.ts compares them.
//
//   exchange = class u32, place from, place to    (kindExchange; count: how often)

/** A goroutine took a map back from another one that comes back as well, and no lock kept the two apart: with `ownership=warn`. */
export const kindExchange = 64
