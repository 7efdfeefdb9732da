import type { RuleText } from './rule-text.ts'

export const mapRace: RuleText = {
  name: 'MapRace',
  title: 'map race',
  summary: 'Two goroutines use one map, at least one of them modifies it, and nothing orders the two accesses.',
  meaning: [
    'Both accesses that the finding names really happened in this run, to the same map. One of them modified it: an assignment, `delete`, `clear`, or a method or library that does so. The other one read, ranged over, cloned or modified it as well.',
    'They need not have met in time. Next time they may: then the runtime notices sometimes, and ends the process with `fatal error: concurrent map read and map write`, which cannot be recovered. When it does not notice, a read may miss entries that are there, a `range` may give an entry twice or never, and a write may be lost.',
  ],
  reason: [
    'The Go memory model orders two operations only by synchronisation: a `go` statement comes before what the new goroutine does, a send before its receive, `Unlock` before the next `Lock`, an atomic store before the load that sees it, and so on. MapSan follows these edges as the race detector does (happens-before, with vector clocks). Between the two accesses it found no chain of them.',
    'A map operation is no single memory access, so even one writer and one reader that "cannot hurt each other" are a data race, and the memory model leaves open what happens then. That a program was fine so far says nothing about it.',
  ],
  fixes: [
    'Guard every access with one lock: `mu.Lock()` around what modifies, `mu.Lock()` or `mu.RLock()` around what reads. `RLock` does not protect a write. Hold the lock during the whole of a `range`, and when the map is handed to `json.Marshal`, `fmt` or `maps.Clone`.',
    'Leave the map to one goroutine, and let the others ask it over a channel.',
    'Never modify a map that is shared: build a new one and publish it with `atomic.Pointer`. Readers keep the map they have loaded.',
    'Hand out copies: a getter that returns the map itself hands out the race with it. `maps.Clone` under the lock.',
    '`sync.Map` fits keys that are written once and read often, or goroutines that use disjoint keys. A map inside of a `sync.Map` needs a guard of its own.',
    'A struct that is copied shares its map with the copy, while each has a mutex of its own. Pass a pointer.',
  ],
  limits: [
    'MapSan sees what ran. Code that this run did not reach may race too; no finding is no proof.',
    'Order by means that it cannot see, such as atomics in assembly, synchronisation in C, or another process, is no order to it. Then a finding can be wrong: use `// mapsan:ignore map-race <reason>`.',
    'How many accesses held a lock is counted in samples: of the accesses that a goroutine makes to one map without synchronising in between, the first. A lock is called the guard of a map when nine of ten of them held it, and twenty at least.',
    'Races on elements that a map points to, or on other memory than maps, are for `mapsan race`.',
    'A finding of `mapsan race` says nothing of locks. With go1.27, the race detector leaves out the function that reads a map as `v := m[k]`: then the finding names the call of it.',
  ],
  links: [
    { title: 'The Go Memory Model', url: 'https://go.dev/ref/mem' },
    { title: 'Why are map operations not defined to be atomic?', url: 'https://go.dev/doc/faq#atomic_maps' },
    { title: 'Data Race Detector', url: 'https://go.dev/doc/articles/race_detector' },
  ],
}
