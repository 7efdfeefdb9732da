package mapsan

import (
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"
)

const firstText = `==================
WARNING: DATA RACE
Write at 0x00c000012340 by goroutine 7:
  shop.(*Store).Put()
      $ROOT/shop/store.go:12

Previous read at 0x00c000012340 by main goroutine:
  main.main()
      $ROOT/main.go:30
  runtime.main()
      /go/src/runtime/proc.go:290

Goroutine 7 (running) created at:
  main.main()
      $ROOT/main.go:20

Map: s.prices (field prices of *Store)
Map type: map[string]int
$LOCKSBoth were in the middle of it at the same time
==================
`

const locksText = `Goroutine 7 held:
  0x00c000045678 Store.mu (write) locked at:
    shop.(*Store).Put()
        $ROOT/shop/store.go:11
  0x00c000099998 (read) locked at:
    shop.(*Store).Put()
        $ROOT/shop/store.go:10
Main goroutine held no lock
`

const laterText = `==================
Locks of the race at 0x00c000012340, reported above
Map: s.prices (field prices of *Store)
Map type: map[string]int
$LOCKS==================
`

func inRoot(text, locks string) string {
	return strings.ReplaceAll(strings.ReplaceAll(text, "$LOCKS", locks), "$ROOT", sourcesRoot)
}

func raceOfStore(t *testing.T) *race {
	before := names
	t.Cleanup(func() { names = before })
	names = []string{
		"main.go:30:read:3:found (local variable found)", "shop/store.go:1:write:0:other", "shop/store.go:12:delete:0:gone",
		"shop/store.go:12:write:0:s.prices (field prices of *Store)", "shop/store.go:11:write lock:0:Store.mu", "shop/store.go:10:write lock:0:no",
	}
	at := func(line int) *Place {
		return &Place{File: sourcesRoot + "/shop/store.go", Line: line, Function: "shop.(*Store).Put"}
	}
	return &race{address: 0xc000012340, typ: "map[string]int", sides: [2]side{
		{op: opWrite, goroutine: goroutine{7, []frame{{"main.main", sourcesRoot + "/main.go", 20}}}, stack: []frame{{"shop.(*Store).Put", sourcesRoot + "/shop/store.go", 12}},
			locks: []lockTaken{{0xc000045678, at(11)}, {0xc000099998 | forReading, at(10)}}, locksKnown: true},
		{op: opRead, goroutine: goroutine{id: 1}, stack: []frame{{"main.main", sourcesRoot + "/main.go", 30}, {"runtime.main", "/go/src/runtime/proc.go", 290}}, locksKnown: true},
	}}
}

func TestTextHasNamesAndLocks(t *testing.T) {
	r := raceOfStore(t)
	if got, want := r.text(), inRoot(firstText, inRoot(locksText, "")); got != want {
		t.Errorf("%s\nwant\n%s", got, want)
	}
	r.unanswered = 1
	if got, want := r.text(), inRoot(firstText, ""); got != want {
		t.Errorf("%s\nwant\n%s", got, want)
	}
	r.unanswered = 0
	if got, want := r.laterText(), inRoot(laterText, inRoot(locksText, "")); got != want {
		t.Errorf("%s\nwant\n%s", got, want)
	}
	r.sides[0].locksKnown = false
	if got, want := r.laterText(), inRoot(laterText, "Main goroutine held no lock\n"); got != want {
		t.Errorf("%s\nwant\n%s", got, want)
	}
}

// The name that says more, wherever the map is changed; without any, none.
func TestMapsAreNamedByWhoeverSaysMore(t *testing.T) {
	r := raceOfStore(t)
	names[3] = "shop/store.go:12:write:5:result()"
	if got := r.mapName(); got != "found (local variable found)" {
		t.Error(got)
	}
	names = nil
	if text := r.text(); strings.Contains(text, "Map:") || strings.Contains(text, "mu (write)") {
		t.Error(text)
	}
	names = []string{"/elsewhere/store.go:12:write:0:no"}
	r.sides[0].stack[0].file = "/elsewhere/store.go"
	if got := r.mapName(); got != "" {
		t.Error(got)
	}
}

// Where no lock is held by anybody that is known at once; otherwise when it is released.
func TestLocksAreSaidAtOnceOrLater(t *testing.T) {
	defer func() { settings.log = "off" }()
	settings.log = filepath.Join(t.TempDir(), "log")
	asking.Lock()
	trackedPackages = []string{ownPath, "strings"}
	asking.Unlock()
	defer func() { trackedPackages = []string{} }()
	said := func() string {
		text, _ := os.ReadFile(settings.log + "." + strconv.Itoa(os.Getpid()))
		return string(text)
	}

	type tins map[string]int
	m := tins{}
	var mu sync.Mutex
	racesIn(200, func() { through(func() { Write(m) }) }, func() { through(func() { Read(m) }) })
	if text := said(); strings.Count(text, " held no lock\n") != 2 || strings.Contains(text, "Locks of") {
		t.Error(text)
	}
	racesIn(200, func() {
		Locking(&mu, here, 0).Lock()
		through(func() { Delete(m) })
		Unlocking(&mu).Unlock()
	}, func() { through(func() { Read(m) }) })
	for i := 0; i < 100 && !strings.Contains(said(), "Locks of"); i++ {
		time.Sleep(10 * time.Millisecond)
	}
	if text := said(); !strings.Contains(text, " held:\n  0x") || !strings.Contains(text, "(write) locked at:\n    store.Put()\n        store.go:13\n") {
		t.Error(text)
	}
}
