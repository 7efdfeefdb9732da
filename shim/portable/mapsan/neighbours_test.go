package mapsan

import (
	"testing"
	"time"
	"unsafe"
)

// A worker is a goroutine that does what it is given.
type worker struct {
	work  chan func()
	done  chan bool
	block uintptr // that its stack begins in
}

func startWorkers(n int) (all []*worker) {
	for i := 0; i < n; i++ {
		w := &worker{work: make(chan func()), done: make(chan bool)}
		go func() {
			for f := range w.work {
				f()
				w.done <- true
			}
		}()
		w.run(func() { var here byte; w.block = uintptr(unsafe.Pointer(&here)) >> (smallestStackBits + nearBits) })
		all = append(all, w)
	}
	return all
}

func (w *worker) run(f func()) {
	w.work <- f
	<-w.done
}

// Stacks of goroutines that are there at the same time lie side by side.
func TestGoroutinesWithSmallStacksAreTold(t *testing.T) {
	doubting.Store(-int64(time.Hour))
	defer doubting.Store(0)
	crowd := startWorkers(200)
	neighbours := 0
	for i, one := range crowd {
		for _, other := range crowd[i+1:] {
			if one.block != other.block {
				continue
			}
			neighbours++
			m := map[string]int{}
			placeOf(address(&m)).address.Store(1)
			for turn := 0; turn < 4; turn++ {
				one.run(func() { Write(m) })
				other.run(func() { Write(m) })
			}
			if !placeOf(address(&m)).shared.Load() {
				t.Error("two goroutines are taken for one")
			}
		}
	}
	if neighbours < 20 {
		t.Errorf("%d stacks were side by side", neighbours)
	}
	for _, one := range crowd {
		close(one.work)
	}
}

// atDepth calls f so many kilobytes and more down the stack.
//
//go:noinline
func atDepth(kilobytes int, f func()) byte {
	var room [1 << 10]byte
	if kilobytes == 0 {
		f()
	} else {
		room[kilobytes] = atDepth(kilobytes-1, f)
	}
	return room[kilobytes]
}

func TestOneGoroutineIsOneWhereverItsStackEnds(t *testing.T) {
	doubting.Store(-int64(time.Hour))
	defer doubting.Store(0)
	m := map[string]int{}
	at, tried := placeOf(address(&m)), false
	use := func() {
		var here byte
		if tried || uintptr(unsafe.Pointer(&here))&(1<<(smallestStackBits+nearBits)-1) < 5<<10 {
			return // there must be room for four kilobytes more
		}
		tried = true
		at.address.Store(1)
		for i := 0; i < 5000; i++ {
			atDepth(i%3, func() { Write(m) })
		}
		if at.doubts.Load() < 1000 || at.visitor.Load() == 0 {
			t.Errorf("nobody was asked, with %d doubts", at.doubts.Load())
		}
		if at.shared.Load() {
			t.Error("taken for several")
		}
	}
	done := make(chan bool)
	go func() {
		defer close(done)
		deepen(50) // no stack moves from now on
		for kilobytes := 0; kilobytes < 8; kilobytes++ {
			atDepth(kilobytes, use)
		}
	}()
	<-done
	if !tried {
		t.Error("no stack ended where it was to end")
	}
}

func TestAskingHasABudget(t *testing.T) {
	doubting.Store(int64(time.Hour))
	defer doubting.Store(0)
	m := map[string]int{}
	at := placeOf(address(&m))
	at.address.Store(1)
	noticeWrite(address(&m))
	for i := uintptr(1); i < 100; i++ {
		at.isVisitedByAnother(i)
	}
	if at.visitor.Load() != 0 || at.doubts.Load() != 99 {
		t.Error("asked though all of the time was spent")
	}
}
