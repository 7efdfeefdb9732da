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
	// How much longer an access waits where there was none before.
	firstTimes = 10
	// So much may be spent at once, before there is any time to have a share of.
	waitingAtOnce = 100 * time.Millisecond
)

var (
	sites   [sitesMost]site
	started = time.Now()
	waited  time.Duration
	callers [2]uintptr
)

// waitingTime is how long the access shall wait that is being made; looking is held. Nobody comes while this is the only
// goroutine.
func waitingTime(shared bool) time.Duration {
	wait := settings.delay
	budget := waitingAtOnce + time.Since(started)*time.Duration(settings.share)/100
	if waited >= budget || budget < 0 || runtime.NumGoroutine() == 1 {
		return 0
	}
	key := caller()
	at := siteOf(key)
	at.visits++
	switch visits := at.visits; {
	case isSuspect(key) && (visits <= 256 || visits%16 == 0):
	case visits == 1:
		// What is done once can be caught only now. It takes no more than its part of what is left.
		if wait *= firstTimes; wait > (budget-waited)/4 {
			wait = (budget - waited) / 4
		}
	case shared && visits <= 64, shared && visits%16 == 0:
	case visits <= 4, visits&(visits-1) == 0:
		wait /= 4
	default:
		return 0
	}
	waited += wait
	return wait
}

// Between the program and caller: its function that calls the hook, the hook, meet, openWindow, waitingTime.
const framesBetween = 7

// caller is different for each place where the program calls a hook, and for each of its callers: two frames are enough to get
// out of the hooks, some of which call others. Nothing is allocated here: tests may count what the program allocates.
func caller() uintptr {
	return keyOfCallers(callers[:runtime.Callers(framesBetween, callers[:])])
}

func keyOfCallers(pcs []uintptr) uintptr {
	hash := uintptr(len(pcs))
	for _, pc := range pcs {
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
