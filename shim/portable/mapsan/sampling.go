package mapsan

import (
	"runtime"
	"time"
)

// How long an access waits: long at first, then less and less often where nothing came of it, and never more than a share
// of the time that the process runs.

// A site is a place in the program that uses a map.
type site struct {
	pc     uintptr
	visits uint
}

const (
	sitesMost = 1 << 10
	// So much may be spent at once, before there is any time to have a share of.
	waitingAtOnce = 100 * time.Millisecond
)

var (
	sites   [sitesMost]site
	started = time.Now()
	waited  time.Duration
	callers [2]uintptr
)

// waitingTime is how long the access shall wait that is being made; looking is held.
func waitingTime(shared bool) time.Duration {
	wait := settings.delay
	budget := waitingAtOnce + time.Since(started)*time.Duration(settings.share)/100
	if waited >= budget || budget < 0 {
		return 0
	}
	visits := visit()
	switch {
	case visits == 1, shared && visits <= 64, shared && visits%16 == 0:
	case visits <= 4, visits&(visits-1) == 0:
		wait /= 4
	default:
		return 0
	}
	waited += wait
	return wait
}

// visit counts how often the site was looked at.
func visit() uint {
	at := siteOf(caller())
	at.visits++
	return at.visits
}

// Between the program and caller: its function that calls the hook, the hook, meet, openWindow, waitingTime, visit.
const framesBetween = 8

// caller is different for each place where the program calls a hook, and for each of its callers: two frames are enough to get
// out of the hooks, some of which call others. Nothing is allocated here: tests may count what the program allocates.
func caller() uintptr {
	n := runtime.Callers(framesBetween, callers[:])
	hash := uintptr(n)
	for _, pc := range callers[:n] {
		hash = hash*31 + pc
	}
	return hash
}

// siteOf gives up at a table that is full: then sites share what is known of them.
func siteOf(pc uintptr) *site {
	for i := pc; ; i++ {
		at := &sites[i%sitesMost]
		if at.pc == pc || at.pc == 0 || i-pc == 16 {
			at.pc = pc
			return at
		}
	}
}
