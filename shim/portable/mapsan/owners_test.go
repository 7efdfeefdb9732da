package mapsan

import (
	"math/rand"
	"sync"
	"testing"
)

// A step is one use of a map by a goroutine.
type step struct {
	by    uint64
	op    int
	locks []lockTaken
}

// A handed is an exchange, by the numbers of its two steps.
type handed struct{ from, to int }

// follow lets a map go through steps, and tells which exchanges are counted. What was held is told so many steps late at most.
func follow(steps []step, late int, random *rand.Rand) map[handed]int {
	o, counted, numbers := &owners{}, map[handed]int{}, map[*spot]int{}
	count := func(from, to *spot) { counted[handed{numbers[from], numbers[to]}]++ }
	var unanswered []func()
	for i, one := range steps {
		one, used := one, &usage{at: &spot{op: one.op}}
		numbers[used.at] = i
		o.use(one.by, used)
		unanswered = append(unanswered, func() {
			used.locks, used.answered = one.locks, true
			o.settle(count)
		})
		for len(unanswered) > late {
			next := random.Intn(len(unanswered))
			unanswered[next]()
			unanswered = append(unanswered[:next], unanswered[next+1:]...)
		}
	}
	for _, answer := range unanswered {
		answer()
	}
	return counted
}

// exchangesOf is what is to be counted, said in another way: of all that happened at once.
func exchangesOf(steps []step) map[handed]int {
	var stays [][]int // of one goroutine each
	for i, one := range steps {
		if last := len(stays) - 1; last >= 0 && steps[stays[last][0]].by == one.by {
			stays[last] = append(stays[last], i)
		} else {
			stays = append(stays, []int{i})
		}
	}
	who := func(stay int) uint64 { return steps[stays[stay][0]].by }
	isIn := func(by uint64, begin, end int) bool {
		for stay := begin; stay < end; stay++ {
			if who(stay) == by {
				return true
			}
		}
		return false
	}
	counted := map[handed]int{}
	for i := 1; i < len(stays); i++ {
		if !isIn(who(i), 0, i) || !isIn(who(i-1), i+1, len(stays)) {
			continue
		}
		stay, to := stays[i-1], stays[i][0]
		from := stay[len(stay)-1]
		for _, one := range stay {
			if isWrite(steps[one].op) || !isWrite(steps[from].op) {
				from = one
			}
		}
		if (isWrite(steps[from].op) || isWrite(steps[to].op)) && !areApart(steps[from].locks, steps[to].locks) {
			counted[handed{from, to}]++
		}
	}
	return counted
}

var someLocks = [][]lockTaken{nil, nil, {{8, nil}}, {{8 | forReading, nil}}, {{16, nil}}, {{8 | forReading, nil}, {16, nil}}}

func TestExchangesAreThoseOfTheWholeHistory(t *testing.T) {
	random := rand.New(rand.NewSource(1))
	total := 0
	for i := 0; i < 20000; i++ {
		steps := make([]step, random.Intn(30))
		goroutines := 1 + random.Intn(6)
		for j := range steps {
			steps[j] = step{uint64(1 + random.Intn(goroutines)), random.Intn(opClear + 1), someLocks[random.Intn(len(someLocks))]}
		}
		// Later than that, exchanges are forgotten.
		got, want := follow(steps, random.Intn(exchangesMost-6), random), exchangesOf(steps)
		total += len(want)
		if len(got) != len(want) {
			t.Fatalf("%v: %v, want %v", steps, got, want)
		}
		for one := range want {
			if got[one] != 1 {
				t.Fatalf("%v: %v, want %v", steps, got, want)
			}
		}
	}
	if total < 20000 {
		t.Errorf("%d exchanges only", total)
	}
}

// Programs that are right, and of which no part may be told.
var quiet = map[string]func(*rand.Rand) []step{
	"filled, then read": func(random *rand.Rand) (all []step) {
		for i := 0; i < 10; i++ {
			all = append(all, step{by: 1, op: random.Intn(opClear + 1)})
		}
		for i := 0; i < 40; i++ {
			all = append(all, step{by: uint64(1 + random.Intn(4)), op: opRead})
		}
		return all
	},
	"handed on and never back": func(random *rand.Rand) (all []step) {
		for by := uint64(1); by < 30; by++ {
			for i := random.Intn(4); i >= 0; i-- {
				all = append(all, step{by: by, op: random.Intn(opClear + 1)})
			}
		}
		return all
	},
	"lent to workers that end": func(random *rand.Rand) (all []step) {
		for worker := uint64(2); worker < 20; worker++ {
			all = append(all, step{by: 1, op: opWrite}, step{by: worker, op: opWrite})
		}
		return all
	},
	"locked": func(random *rand.Rand) (all []step) {
		for i := 0; i < 40; i++ {
			one := step{uint64(1 + random.Intn(4)), opWrite, []lockTaken{{8, nil}, {16, nil}}}
			if random.Intn(2) == 0 {
				one.op, one.locks = opRead, []lockTaken{{8 | forReading, nil}}
			}
			all = append(all, one)
		}
		return all
	},
}

// Uses are sampled: of a program that is silent, nothing that is left out may make it loud.
func TestNoPartOfAQuietProgramIsTold(t *testing.T) {
	random := rand.New(rand.NewSource(2))
	for name, program := range quiet {
		for i := 0; i < 2000; i++ {
			var seen []step
			share := 1 + random.Intn(4)
			for _, one := range program(random) {
				if random.Intn(4) < share {
					seen = append(seen, one)
				}
			}
			if got := follow(seen, random.Intn(10), random); len(got) != 0 {
				t.Fatalf("%s: %v: %v", name, seen, got)
			}
		}
	}
}

func TestWhatKeepsTwoApart(t *testing.T) {
	const a, b = 8, 16
	for _, one := range []struct {
		mine, yours []lockTaken
		want        bool
	}{
		{nil, nil, false},
		{[]lockTaken{{a, nil}}, nil, false},
		{[]lockTaken{{a, nil}}, []lockTaken{{b, nil}}, false},
		{[]lockTaken{{b, nil}, {a, nil}}, []lockTaken{{a, nil}}, true},
		{[]lockTaken{{a | forReading, nil}}, []lockTaken{{a, nil}}, true},
		{[]lockTaken{{a | forReading, nil}}, []lockTaken{{a | forReading, nil}}, false},
	} {
		if areApart(one.mine, one.yours) != one.want || areApart(one.yours, one.mine) != one.want {
			t.Errorf("%v and %v: %v", one.mine, one.yours, !one.want)
		}
	}
}

func TestWhatWasHeldIsNeverKnown(t *testing.T) {
	o := &owners{}
	for i := 0; i < 100; i++ {
		o.use(uint64(1+i%2), &usage{at: &spot{op: opWrite}})
		o.settle(func(_, _ *spot) { t.Fatal("counted") })
	}
	if len(o.exchanges) > exchangesMost {
		t.Errorf("%d are remembered", len(o.exchanges))
	}
}

func exchangesObserved() (n uint64, records int) {
	asking.Lock()
	defer asking.Unlock()
	for _, class := range classes {
		for _, one := range class.exchanges {
			n += one.tally.n
			if one.tally.record != 0 {
				records++
			}
		}
	}
	return n, records
}

func TestOwnershipIsToldOnDemand(t *testing.T) {
	m, guarded := ledger{}, ledger{}
	var mu sync.Mutex
	bare := func() { observe(m, opWrite) }
	locked := func() {
		Locking(&mu, here, 0).Lock()
		observe(guarded, opWrite)
		Unlocking(&mu).Unlock()
	}
	share := func(use func()) (uint64, int) {
		observingInto(t)
		shareLedger(20, use, use)
		return exchangesObserved()
	}
	if n, _ := share(bare); n != 0 {
		t.Errorf("%d exchanges that nobody asked for", n)
	}
	settings.ownership = true
	defer func() { settings.ownership = false }()
	if n, records := share(bare); n < 10 || records == 0 {
		t.Errorf("%d exchanges in %d records", n, records)
	}
	if n, _ := share(locked); n != 0 {
		t.Errorf("%d exchanges under a lock", n)
	}
}

func TestTwoLocksKeepNobodyApart(t *testing.T) {
	observingInto(t)
	settings.ownership = true
	defer func() { settings.ownership = false }()
	m := ledger{}
	under := func(mu *sync.Mutex) func() {
		return func() {
			Locking(mu, here, 0).Lock()
			observe(m, opWrite)
			Unlocking(mu).Unlock()
		}
	}
	shareLedger(20, under(new(sync.Mutex)), under(new(sync.Mutex)))
	if n, _ := exchangesObserved(); n < 10 {
		t.Errorf("%d exchanges under two locks", n)
	}
}
