//go:build !mapsanruntime

package engine

// mapsanChecking is for tests to set.
var mapsanChecking = false

func mapsanAssert(holds bool, what string) {
	if !holds {
		panic(what)
	}
}

// Goroutines have no name here.

func mapsanLocker() uint32              { return 1 }
func mapsanTakenByMe(lock *uint32) bool { return false }
