const allocations = 'counts allocations, and is left out under the race detector'
const onInteger = 'expects reports of races on an integer'

/**
 * Tests of the standard library, by package, that ask internal/race whether the race detector is on and go another way
 * when it is. With MapSan it says so: that package is where the library's own annotations meet the engine.
 */
export const knownDifferences: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  'crypto/ed25519': { TestAllocations: allocations },
  'crypto/internal/fips140test': {
    TestEdwards25519Allocations: allocations,
    TestMLDSAAllocations: allocations,
    TestNISTECAllocations: allocations,
    TestXAESAllocations: allocations,
  },
  'crypto/md5': { TestAllocations: allocations },
  'crypto/rand': { TestAllocations: allocations },
  'crypto/rsa': { TestAllocations: allocations },
  'crypto/sha1': { TestAllocations: allocations },
  'crypto/sha256': { TestAllocations: allocations, TestAllocatonsWithTypeAsserts: allocations },
  'crypto/sha3': { TestAllocations: allocations },
  'crypto/sha512': { TestAllocations: allocations },
  'database/sql': { TestGrabConnAllocs: allocations },
  'internal/godebug': { TestPanicNilRace: 'is there for the race detector only' },
  'internal/zstd': { TestAlloc: allocations },
  'log/slog': { TestAlloc: allocations, TestAnyLevelAlloc: allocations, TestJSONAllocs: allocations, TestTextHandlerAlloc: allocations },
  'log/slog/internal/buffer': { TestAlloc: allocations },
  'math/rand': { TestDefaultRace: 'is there for the race detector only' },
  reflect: { TestTypeAssertAllocs: allocations },
  testing: {
    TestBenchmarkBLoopAllocs: allocations,
    TestBenchmarkRace: onInteger,
    TestBenchmarkRaceBLoop: onInteger,
    TestBenchmarkSubRace: onInteger,
    TestDeepSubtestRace: onInteger,
    TestRaceBeforeParallel: onInteger,
    TestRaceBeforeTests: onInteger,
    TestRaceDuringParallelFailsAllSubtests: onInteger,
    TestRaceInCleanup: onInteger,
    TestRaceReports: onInteger,
    TestRaceSubReports: onInteger,
  },
}
