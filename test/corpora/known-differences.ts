const allocations = 'counts allocations, and is left out under the race detector'
const leftOut = 'is left out under the race detector'
const raceOnly = 'is there for the race detector only'
const onInteger = 'expects reports of races on an integer'

/**
 * Tests of the standard library, by package, that ask internal/race whether the race detector is on and go another way
 * when it is. With MapSan it says so: that package is where the library's own annotations meet the engine. The one
 * exception is TestHmapSize.
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
  'internal/godebug': { TestPanicNilRace: raceOnly },
  'internal/zstd': { TestAlloc: allocations },
  'log/slog': { TestAlloc: allocations, TestAnyLevelAlloc: allocations, TestJSONAllocs: allocations, TestTextHandlerAlloc: allocations },
  'log/slog/internal/buffer': { TestAlloc: allocations },
  'math/rand': { TestDefaultRace: raceOnly },
  reflect: { TestTypeAssertAllocs: allocations },
  runtime: {
    TestAppendByteCapInLoop: leftOut,
    TestAppendByteInLoop: leftOut,
    TestAppendGrowthStack: leftOut,
    TestAppendPtrInLoop: leftOut,
    TestArenaCollision: 'expects the race detector to refuse a heap at other addresses',
    TestBadTraceback: leftOut,
    TestCgoPprofPIE: leftOut,
    TestConcurrentMapWritesIssue69447: leftOut,
    TestFakeTime: leftOut,
    TestGcZombieReporting: leftOut,
    TestGoexitCrash: leftOut,
    TestGoexitDeadlock: leftOut,
    TestGoexitInPanic: leftOut,
    TestHmapSize: 'knows the size of a map without its shadow',
    TestInitDeadlock: leftOut,
    TestLockedDeadlock: leftOut,
    TestLockedDeadlock2: leftOut,
    TestMemmoveAtomicity: leftOut,
    TestRaceProf: raceOnly,
    TestRaceSignal: raceOnly,
    TestRecoverBeforePanicAfterGoexit: leftOut,
    TestRecoverBeforePanicAfterGoexit2: leftOut,
    TestRecoveredPanicAfterGoexit: leftOut,
    TestSegv: leftOut,
    TestSetCgoTracebackNoCgo: leftOut,
    TestSimpleDeadlock: leftOut,
    TestSmhasherSmallKeys: leftOut,
    TestTimePprof: leftOut,
  },
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
