package main

import (
	"fmt"
	"slices"
	"strings"
	"testing"
)

func TestWaysOut(t *testing.T) {
	cases := []struct{ body, want string }{
		{`kept := s.data; for range kept { }`, "read"},
		{`kept := s.data; fmt.Sprint(kept, len(kept))`, "read"},
		{`var kept = s.data; fmt.Sprint(kept["a"])`, "read"},
		{`kept := s.data; kept["a"] = 1`, "writes into what it gets"},
		{`kept := s.data; kept = nil; fmt.Sprint(kept)`, "lives longer, or holds another map"},
		{`kept := s.data; p := &kept; fmt.Sprint(p)`, "lives longer, or holds another map"},
		{`s.list = s.data`, "lives longer, or holds another map"},
		{`fmt.Sprint([]any{s.data})`, "it is put into another value"},
		{`c := make(chan map[string]int, 1); c <- s.data`, "it is sent on a channel"},
		{`p := &s.data; fmt.Sprint(p)`, "goes on to where it is not followed"},
		{`_ = any(s.data)`, "it is passed to any, which is not followed"},
		{`set(s.data)`, "set assigns to the variable that it gets it in"},
		{`_ = func() map[string]int { return s.data }`, "a function literal returns it"},
		{`kept := s.data; s.data["a"] = 1; fmt.Sprint(kept)`, "changes the original at"},
		{`each(s.data)`, "it is one of a list of arguments"},
		{`kept := s.data; for kept["a"] == 0 { time.Sleep(1) }`, "waits"},
		{`kept := s.data; for kept["a"] == 0 { }`, "read"},
		{`for range 3 { kept := s.data; fmt.Sprint(kept["a"]); time.Sleep(1) }`, "read"},
		{`for range 3 { kept := s.data; for kept["a"] == 0 { time.Sleep(1) } }`, "waits"},
		{`look(s.data)`, "read"},
		{`fill(s.data)`, "fill writes into what it gets"},
		{`s.hold(s.data)`, "lives longer, or holds another map"},
		{`kept := s.data; func() { kept["a"] = 1 }()`, "writes into what it gets"},
		{`kept := s.data; fmt.Sprint(kept); look(kept)`, "read"},
		{`kept := s.data; s.add(); fmt.Sprint(kept)`, "calls s.add at"},
		{`kept := s.data; fmt.Sprint(kept); s.add()`, "read"},
		{`kept := s.data; for range 3 { fmt.Sprint(kept); s.add() }`, "calls s.add at"},
		{`kept := s.data; f := func() { fmt.Sprint(kept) }; s.add(); f()`, "calls s.add at"},
		{`kept := s.data; go s.add(); fmt.Sprint(kept)`, "read"},
		{`kept := s.data; s.hook(); fmt.Sprint(kept)`, "calls s.hook at"},
		{`addAndLook(s, s.data)`, "calls s.add at"},
	}
	var source strings.Builder
	source.WriteString(storeStart + `
func set(m map[string]int) { m = nil; fmt.Sprint(m) }
func (s *store) rows() map[string]int { return s.data }
func useRows(r interface{ rows() map[string]int }) { r.rows() }
func (s *store) pair() (map[string]int, bool) { return s.data, true }
func usePair(s *store) { fmt.Sprint(s.pair()) }
func each(all ...map[string]int) { fmt.Sprint(len(all)) }
func look(m map[string]int) { fmt.Sprint(len(m)) }
func fill(m map[string]int) { m["a"] = 1 }
func (s *store) hold(m map[string]int) { s.list = m }
func (s *store) add() { s.put() }
func (s *store) put() { s.data["a"] = 1 }
func addAndLook(s *store, m map[string]int) { s.add(); look(m) }
func hooks(s *store) { s.hook = func() { s.add() } }
func (s *store) All() map[string]int { return s.data }
func (s *store) Both() (map[string]int, bool) { return s.data, true }
func useAll(s *store) { fmt.Sprint(s.All()["a"]); m, _ := s.Both(); fmt.Sprint(len(m)); s.All() }
func (s *store) value() map[string]int { return s.data }
func useValue(s *store) { f := s.value; f() }
func (s *store) changed() map[string]int { return s.data }
func useChanged(s *store) { s.changed()["a"] = 1 }
`)
	for i, one := range cases {
		fmt.Fprintf(&source, "func f%d(s *store) { %s }\n", i, one.body)
	}
	v := factsOf(t, source.String())
	check := func(name, body, want string) {
		for _, one := range v.function(t, name).Accesses {
			if one.Op == "write" {
				continue
			}
			got := "none"
			if one.Out != nil {
				got = one.Out.Why
			}
			if want == "read" && got != "" || want != "read" && !strings.Contains(got, want) {
				t.Errorf("%s: got %q, want %q", body, got, want)
			}
			if want == "read" && one.Out != nil && len(one.Out.Uses) == 0 {
				t.Errorf("%s: it is said to be used nowhere", body)
			}
		}
	}
	for i, one := range cases {
		check(fmt.Sprintf("f%d", i), one.body, one.want)
	}
	for name, want := range map[string]string{"store.All": "read", "store.Both": "read", "store.value": "is used as a value", "store.changed": "useChanged writes",
		"store.rows": "may be called by way of an interface", "store.pair": "it goes on to where it is not followed"} {
		check(name, name, want)
	}
	if got := v.function(t, "store.All").Accesses[0].Out.Exported; !slices.Equal(got, []string{"store.All"}) {
		t.Errorf("exported: %q", got)
	}
}
