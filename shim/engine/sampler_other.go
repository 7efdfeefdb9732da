//go:build mapsanruntime && !unix

package engine

// Threads cannot be asked where they are, so there is no budget: settings.go refuses it.

const mapsanTickNs = 4e6

func mapsanAskAll() {}

func mapsanTakeSamples() mapsanTaken { return mapsanTaken{} }

const mapsanStatusSignal = 0 // there is none

func mapsanCanSample() bool { return false }
