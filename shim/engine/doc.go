// Package engine is MapSan's race engine: FastTrack over goroutines, with Go maps as the only memory.
//
// It is compiled in two ways. MapSan copies it into package runtime of the user's Go, where it is bound to
// the runtime's map operations and synchronisation. The files without a build line (clocks, slots, sync
// objects, map shadow, locks held, depots) also compile on the host, as package engine, where tests run
// them against a naive oracle. port_runtime.go and port_host.go are the only difference between the two.
// Every package-level name starts with mapsan, since package runtime is crowded.
//
// # Words
//
// A slot is a small number that one live goroutine owns while it touches maps. An epoch counts what the
// owner of a slot has published. A tag is slot<<48 | epoch. A clock is an immutable, reference-counted
// vector of epochs, plus a few deltas. K(s,e) is all that the owner of slot s knew when it first published
// its epoch e.
//
// # The invariant
//
//	(I) whoever has clock[s] >= e knows all of K(s,e).
//
// It holds because whoever learns something after a publication opens a new epoch first. It makes the hot
// tests O(1): "does joining this object change anything?" is one comparison with the object's tag. Two live
// goroutines never share a slot, or (I) would be lost.
//
// # Rules in package runtime
//
// Hooks run on the goroutine's own stack, between any two instructions of the program. They allocate nothing
// on the Go heap, use no maps, and have no write barriers: all memory is NotInHeap. While a hook has changed
// something half way it holds its M (acquirem), so the world never stops inside one; mapsanWorldStopped relies
// on that. Spin locks are leaves: m.lock, then one of the object, bucket, slot or pool locks.
package engine
