package main

import (
	"fmt"
	"strings"
	"testing"
)

// Whether a copy of what is handed in could be stored as well, by what those do who hand it in.
func TestWaysIn(t *testing.T) {
	const written = "func (s *store) add() { s.data[\"a\"] = 1 }\n"
	cases := []struct{ rest, want string }{
		{`func f(s *store) { s.take(map[string]int{}) }`, ""},
		{`func f(s *store) { s.take(nil) }`, ""},
		{`func f(s *store) { m := map[string]int{}; m["a"] = 1; s.take(m) }`, ""},
		{`func f(s *store) { m := map[string]int{}; s.take(m); fmt.Sprint(m) }`, ""},
		{`func f(s *store) { m := map[string]int{}; s.take(m); _ = m["a"] }`, ""},
		{`func f(s *store) { m := map[string]int{}; s.take(m); m["a"] = 1 }`, "f writes into it at shop.go:28 after it has handed it in at shop.go:28"},
		{`func f(s *store) { m := map[string]int{}; for range 3 { clear(m); s.take(m) } }`, ""},
		{`func f(s *store) { m := map[string]int{}; for range 3 { s.take(m); m["a"]++ } }`, "f writes into it"},
		{`func f(s *store) { m := map[string]int{}; for range 3 { m["a"]++; if m["a"] > 9 { return }; s.take(m) } }`, "f writes into it"},
		{`func f(s *store) { m := map[string]int{}; for range 3 { m["a"]++; s.size(); s.take(m) } }`, "f writes into it"},
		{`func f(s *store, m map[string]int) { s.take(m) }`, "m, which is handed in at shop.go:28, may be known elsewhere"},
		{`func f(s *store) { m := s.list; s.take(m) }`, "may be known elsewhere"},
		{`func f(s *store) { s.take(s.list) }`, "what store.take gets at shop.go:28 may be known elsewhere"},
		{`func f(s *store) { m := map[string]int{}; s.take(m); s.list = m }`, "goes on to other places"},
		{`func f(s *store) { m := map[string]int{}; s.take(m); go func() { m["a"] = 1 }() }`, "is shared with a function literal"},
		{`func f(s *store) { g := s.take; g(nil) }`, "is used as a value"},
		{`type taker interface { take(map[string]int) }; func f(s taker) { s.take(nil) }`, "by way of an interface"},
		{written + `func f(s *store) { m := map[string]int{}; s.take(m); _ = m["a"] }`, ""},
		{written + `func f(s *store) { m := map[string]int{}; s.take(m); s.add(); _ = m["a"] }`, "calls s.add at"},
		{written + `func f(s *store) { m := map[string]int{}; s.take(m); for m["a"] == 0 { time.Sleep(1) } }`, "waits"},
		{written + `func f(s *store) { m := map[string]int{}; for range 3 { clear(m); s.take(m) } }`, "handed in more than once"},
		{`func (s *store) too(m map[string]int) { s.data = m; m["b"] = 1 }`, "store.too does more with m"},
		{`func (s *store) too(m map[string]int) { m = nil; s.data = m }`, "assigns to m"},
	}
	factsIn := factsOfEach(t, storeStart)
	for _, one := range cases {
		v := factsIn(storeStart + "func (s *store) take(m map[string]int) { s.mu.Lock(); defer s.mu.Unlock(); s.data = m }\n\nfunc (s *store) size() int { return len(s.data) }\n\n" + one.rest + "\n")
		name := "store.take"
		if strings.Contains(one.rest, "too(") {
			name = "store.too"
		}
		access := v.function(t, name).Accesses[0]
		got := fmt.Sprint(access.In)
		if access.In != nil {
			got = access.In.Why
		}
		if one.want == "" && got != "" || !strings.Contains(got, one.want) {
			t.Errorf("%s: got %q, want %q", one.rest, got, one.want)
		}
	}
}
