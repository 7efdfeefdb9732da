package mapsan

import (
	"runtime"
	"sync"
	"sync/atomic"
	"time"
)

// Who holds a lock is not known when it is taken: to find out which goroutine runs takes too long. It is found out for
// those locks that were held when somebody used a map, when they are released: whoever releases a lock held it.

// A question is which of the locks that are held a goroutine holds.
type question struct {
	goroutine uint64
	open      []lockTaken
	own       []lockTaken
	others    []lockOfOther
	until     time.Time
	answer    func(holds, bool)
}

// What is held: by who asked, and alone by others at that time.
type holds struct {
	own    []lockTaken
	others []lockOfOther
}

type lockOfOther struct {
	lockTaken
	by uint64
}

type lockTaken struct {
	key   uintptr
	place *Place // nil: not known
}

const (
	questionsMost = 16
	heldMost      = 48
	answersWithin = time.Second
)

var (
	asking        sync.Mutex
	questions     []*question
	questionsOpen atomic.Int32
)

// ask is called with asking held, by the goroutine itself. The answer may come at once, or is given with asking held later.
func ask(goroutine uint64, answer func(found holds, known bool)) {
	var room [heldMost]*heldLock
	slots, known := heldNow(room[:0])
	giveUp(time.Now())
	if !known || uncertain.Load() || len(questions) >= questionsMost {
		answer(holds{}, false)
		return
	}
	q := &question{goroutine: goroutine, until: time.Now().Add(answersWithin), answer: answer}
	for _, at := range slots {
		if key := at.watch(); key != 0 {
			q.add(lockTaken{key, at.place.Load()})
		}
	}
	if len(q.open) == 0 {
		answer(holds{}, true)
		return
	}
	questions = append(questions, q)
	questionsOpen.Add(1)
}

// watch makes whoever releases the lock tell. 0: it was released meanwhile, so not by who asks.
func (at *heldLock) watch() uintptr {
	for {
		key := at.key.Load()
		if key == 0 || key == busy {
			return 0
		}
		if key&watched != 0 || at.key.CompareAndSwap(key, key|watched) {
			return key &^ watched
		}
	}
}

// add: one lock may be held for reading several times, by whomever.
func (q *question) add(one lockTaken) {
	for i := range q.open {
		if q.open[i].key == one.key {
			if q.open[i].place != one.place {
				q.open[i].place = nil
			}
			return
		}
	}
	q.open = append(q.open, one)
}

// released is called by whoever has released a lock that somebody asked for.
func released(key uintptr) {
	asking.Lock()
	defer asking.Unlock()
	me := goroutineID()
	others := key&forReading != 0 && watchAgain(key)
	settle(key, me, func(q *question) (own, answered bool) {
		return q.goroutine == me, q.goroutine == me || !others
	})
}

// retaken is called by whoever takes a lock for reading: it did not hold it before.
func retaken(key uintptr) {
	asking.Lock()
	defer asking.Unlock()
	me := goroutineID()
	settle(key, 0, func(q *question) (own, answered bool) { return false, q.goroutine == me })
}

// watchAgain watches those who still hold the lock for reading, and tells whether there are any.
func watchAgain(key uintptr) bool {
	around, any := reachOf(key), false
	for i := uintptr(0); i < around.size; i++ {
		at := around.at(i)
		if at.key.Load()&^watched == key && at.watch() == key {
			any = true
		}
	}
	return any
}

func settle(key uintptr, by uint64, judge func(*question) (own, answered bool)) {
	for _, q := range append([]*question(nil), questions...) {
		for i, one := range q.open {
			if one.key != key {
				continue
			}
			own, answered := judge(q)
			if own {
				q.own = append(q.own, one)
			} else if key&forReading == 0 {
				q.others = append(q.others, lockOfOther{one, by})
			}
			if answered {
				q.open = append(q.open[:i], q.open[i+1:]...)
			}
			break
		}
		if len(q.open) == 0 {
			q.close(!uncertain.Load())
		}
	}
}

// giveUp on questions that nobody has answered for long.
func giveUp(now time.Time) {
	for _, q := range append([]*question(nil), questions...) {
		if now.After(q.until) {
			q.close(false)
		}
	}
}

func (q *question) close(known bool) {
	for i, one := range questions {
		if one == q {
			questions = append(questions[:i], questions[i+1:]...)
			questionsOpen.Add(-1)
			q.answer(holds{q.own, q.others}, known)
			return
		}
	}
}

var traceRoom [tracesSize]byte

// goroutineID is called with asking held.
func goroutineID() uint64 {
	return parseGoroutine(string(traceRoom[:runtime.Stack(traceRoom[:64], false)])).id
}
