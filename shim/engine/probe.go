//go:build mapsanruntime

package engine

import "unsafe"

// Calls such as atomic.AddInt64 are instructions of the compiler unless a package is compiled with
// -d=ssa/intrinsics/off, as MapSan asks. Flags that come later on the user's command line may cancel that, and then
// the engine would invent races. So the program makes one such call when it starts (in a copy of package errors): an
// engine that does not see it says so and watches no maps.

//go:linkname mapsanProbeBegins errors.mapsanProbeBegins
func mapsanProbeBegins() {
	m := mapsanHoldM()
	if c := mapsanCtxOf(getg()); c != nil && c.slot == 0 {
		c.attach() // from now on it has something to release
	}
	mapsanReleaseM(m)
}

//go:linkname mapsanProbeEnds errors.mapsanProbeEnds
func mapsanProbeEnds(addr unsafe.Pointer) {
	if mapsanFind(uintptr(addr)) == nil {
		mapsanGate = mapsanGateBlind
		print("mapsan: off: this binary was compiled with other -gcflags than MapSan's, so it cannot see calls such as atomic.AddInt64. Give your -gcflags to mapsan itself, or in GOFLAGS before `mapsan flags`.\n")
	}
}
