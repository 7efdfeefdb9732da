package main

import (
	"fmt"
	"slices"
	"strings"
	"testing"
)

// factsOf are the facts about the field `data` of a struct on the line that says so.
func factsOf(t *testing.T, source string) *variableFacts {
	t.Helper()
	line := 1 + strings.Count(source[:strings.Index(source, "// data")], "\n")
	found := factsAbout(t, source, fixTarget{Line: line, Description: "field data of *store"})
	if found == nil {
		t.Fatal("nothing was found")
	}
	return found
}

// factsAbout are the facts about a variable of a file; nil when there is none such.
func factsAbout(t *testing.T, source string, target fixTarget) *variableFacts {
	t.Helper()
	m := newModule(t, map[string]string{"shop.go": source})
	target.File = m.path("shop.go")
	return m.factsAbout(target)
}

func (m *testModule) factsAbout(target fixTarget) *variableFacts {
	m.t.Helper()
	return m.answerAbout(m.askAbout(), target)
}

// askAbout is a request that holds for all sources of the module with the same imports.
func (m *testModule) askAbout() *request {
	m.t.Helper()
	asked := &request{Dir: m.dir, Goarch: "amd64", Cache: m.cache, Listing: m.goList("-deps", "-test", "-json", "./...")}
	asked.Fix = []fixTarget{{}}
	given := m.respond(asked)
	asked.Exports, asked.Compiled = map[string]string{}, map[string][]string{}
	for _, row := range rows(m.goList(append([]string{"-export", "-f={{.ImportPath}}\t{{.Export}}"}, given.Needs.Exports...)...)) {
		asked.Exports[row[0]] = row[1]
	}
	return asked
}

func (m *testModule) answerAbout(asked *request, target fixTarget) *variableFacts {
	m.t.Helper()
	asked.Fix = []fixTarget{target}
	found := m.respond(asked).Facts
	if len(found.Problems) > 0 {
		m.t.Fatalf("problems %q", found.Problems)
	}
	return found.Variables[0]
}

// factsOfEach gives the facts about the field `data` in one source after the other, which all import the same.
func factsOfEach(t *testing.T, first string) func(source string) *variableFacts {
	t.Helper()
	m := newModule(t, map[string]string{"shop.go": first})
	asked := m.askAbout()
	return func(source string) *variableFacts {
		t.Helper()
		m.write("shop.go", source)
		line := 1 + strings.Count(source[:strings.Index(source, "// data")], "\n")
		found := m.answerAbout(asked, fixTarget{File: m.path("shop.go"), Line: line, Description: "field data of *store"})
		if found == nil {
			t.Fatal("nothing was found")
		}
		return found
	}
}

const storeStart = `package shop

import (
	"fmt"
	"maps"
	"slices"
	"sync"
	"time"
)

type namer interface{ name() string }

type store struct {
	mu    sync.RWMutex
	other sync.Mutex
	data  map[string]int // data
	ready chan bool
	hook  func()
	list  map[string]int
}

var _, _, _, _ = fmt.Sprint, time.Now, maps.Clone[map[int]int], slices.Max[[]int]

`

func (v *variableFacts) function(t *testing.T, name string) *functionFacts {
	t.Helper()
	for _, fn := range v.Functions {
		if fn.Name == name {
			return fn
		}
	}
	t.Fatalf("no function %s", name)
	return nil
}

// describeAccess: `write held`, `read held for reading`, `read`.
func describeAccess(v *variableFacts, one accessFacts) string {
	var parts []string
	parts = append(parts, one.Op)
	for _, mutex := range v.Mutexes {
		if slices.Contains(one.Read, mutex.Key) {
			parts = append(parts, mutex.Name+" for reading")
		} else if slices.Contains(one.Held, mutex.Key) {
			parts = append(parts, mutex.Name)
		}
	}
	if one.Fresh {
		parts = append(parts, "fresh")
	}
	if one.Unstable != "" {
		parts = append(parts, "unstable")
	}
	return strings.Join(parts, ", ")
}

func TestWhatIsHeld(t *testing.T) {
	cases := []struct{ body, want string }{
		{`s.data["a"] = 1`, "write"},
		{`s.data["a"]++`, "write"},
		{`_ = s.data["a"]`, "read"},
		{`delete(s.data, "a")`, "write"},
		{`_ = len(s.data)`, "read"},
		{`s.data = nil`, "store"},
		{`_ = s.data == nil`, "load"},
		{`use(s.data)`, "escape"},
		{`_ = maps.Clone(s.data)`, "read"},
		{`maps.Copy(s.data, o.list)`, "write"},
		{`maps.Copy(o.list, s.data)`, "read"},
		{`_ = slices.Sorted(maps.Keys(s.data))`, "read"},
		{`for range maps.Keys(s.data) { }`, "read"},
		{`_ = maps.Keys(s.data)`, "escape"},
		{`s.data["a"], ok = 1, true`, "write"},
		{`kept := s.data; use(kept)`, "escape"},
		{`for range s.data { }`, "read"},
		{`s.mu.Lock(); s.data["a"] = 1; s.mu.Unlock()`, "write, mu"},
		{`s.mu.RLock(); defer s.mu.RUnlock(); s.data["a"] = 1`, "write, mu for reading"},
		{`s.mu.Lock(); s.mu.Unlock(); s.data["a"] = 1`, "write"},
		{`if ok { s.mu.Lock() }; s.data["a"] = 1; if ok { s.mu.Unlock() }`, "write"},
		{`if ok { s.mu.Lock() } else { s.mu.Lock() }; s.data["a"] = 1; s.mu.Unlock()`, "write, mu"},
		{`s.mu.Lock(); if ok { s.mu.Unlock(); return }; s.data["a"] = 1; s.mu.Unlock()`, "write, mu"},
		{`s.mu.Lock(); for range 3 { s.mu.Unlock(); s.mu.Lock() }; s.data["a"] = 1; s.mu.Unlock()`, "write, mu"},
		{`for range 3 { s.data["a"] = 1; s.mu.Lock() }`, "write"},
		{`s.mu.Lock(); defer func() { s.mu.Unlock() }(); s.data["a"] = 1`, "write, mu"},
		{`s.mu.Lock(); defer s.mu.Unlock(); go func() { s.data["a"] = 1 }()`, "write"},
		{`s.mu.Lock(); defer s.mu.Unlock(); func() { s.data["a"] = 1 }()`, "write, mu"},
		{`func() { s.mu.Lock(); defer s.mu.Unlock() }(); s.data["a"] = 1`, "write"},
		{`func() { s.mu.Lock(); defer func() { s.mu.Unlock() }() }(); s.data["a"] = 1`, "write"},
		{`s.mu.Lock(); func() { defer fmt.Sprint() }(); s.data["a"] = 1; s.mu.Unlock()`, "write, mu"},
		{`if s.mu.TryLock() { s.data["a"] = 1; s.mu.Unlock() }`, "write"},
		{`o.mu.Lock(); s.data["a"] = 1; o.mu.Unlock()`, "write"},
		{`switch { case ok: s.mu.Lock(); default: s.mu.Lock() }; s.data["a"] = 1; s.mu.Unlock()`, "write, mu"},
		{`s.mu.Lock(); L: for { if ok { s.mu.Unlock(); break L } }; s.data["a"] = 1`, "write"},
		{`n := &store{}; n.data["a"] = 1`, "write, fresh"},
		{`n := &store{}; use2(n); n.data["a"] = 1`, "write"},
		{`n := &store{}; go func() { use2(n) }(); n.data["a"] = 1`, "write"},
		{`n := s; n = o; n.data["a"] = 1`, "write, unstable"},
		{`list[0].data["a"] = 1`, "write, unstable"},
	}
	var source strings.Builder
	source.WriteString(storeStart + "func use(map[string]int) {}\nfunc use2(*store) {}\n")
	for i, one := range cases {
		fmt.Fprintf(&source, "func f%d(s, o *store, ok bool, list []*store) { %s }\n", i, one.body)
	}
	v := factsOf(t, source.String())
	for i, one := range cases {
		accesses := v.function(t, fmt.Sprintf("f%d", i)).Accesses
		if len(accesses) != 1 {
			t.Errorf("%s: %d accesses", one.body, len(accesses))
		} else if got := describeAccess(v, accesses[0]); got != one.want {
			t.Errorf("%s: got %q, want %q", one.body, got, one.want)
		}
	}
}

func TestCopies(t *testing.T) {
	v := factsOf(t, storeStart+"func (s store) put() { s.data[\"a\"] = 1 }\nfunc put(s *store) { s.data[\"a\"] = 1 }\n")
	for name, want := range map[string]string{"store.put": "write, unstable", "put": "write"} {
		if got := describeAccess(v, v.function(t, name).Accesses[0]); got != want {
			t.Errorf("%s: got %q, want %q", name, got, want)
		}
	}
}

func TestHazards(t *testing.T) {
	cases := []struct{ body, want string }{
		{`_ = fmt.Sprintf("%d", len("a"))`, ""},
		{`go s.wait()`, ""},
		{`time.AfterFunc(1, func() { <-s.ready })`, ""},
		{`_ = func() { <-s.ready }`, ""},
		{`func() { <-s.ready }()`, "waits receives from a channel"},
		{`s.ready <- true`, "waits sends on a channel"},
		{`select { case <-s.ready: default: }`, ""},
		{`select { case <-s.ready: }`, "waits waits in a select"},
		{`for range s.ready { }`, "waits receives from a channel"},
		{`time.Sleep(1)`, "waits sleeps"},
		{`fmt.Println()`, "io fmt.Println may wait for input or output"},
		{`s.hook()`, "unknown calls s.hook, a value that may be any function"},
		{`n.name()`, "unknown calls n.name, a method of an interface, which may be anybody's"},
		{`_ = fmt.Sprint(n)`, "unknown calls fmt.Sprint, which may call methods of what it gets"},
		{`_ = fmt.Sprint(s)`, "waits calls fmt.Sprint, which receives from a channel (shop.go:25)"}, // by a method
		{`s.wait()`, "waits calls s.wait, which receives from a channel (shop.go:25)"},
		{`s.twice()`, "waits calls s.twice, which receives from a channel (shop.go:25)"},
		{`s.other.Lock(); s.other.Unlock()`, "takes takes store.other"},
		{`s.take()`, "takes calls s.take, which takes store.mu (shop.go:27)"},
	}
	var source strings.Builder
	source.WriteString(storeStart + "\nfunc (s *store) wait() { <-s.ready }\nfunc (s *store) twice() { s.wait() }\nfunc (s *store) take() { s.mu.Lock(); s.mu.Unlock() }\n")
	for i, one := range cases {
		fmt.Fprintf(&source, "func f%d(s *store, n namer) { s.data[\"a\"] = 1; %s }\n", i, one.body)
	}
	v := factsOf(t, source.String())
	for i, one := range cases {
		got := ""
		if hazards := v.function(t, fmt.Sprintf("f%d", i)).Hazards; len(hazards) > 0 {
			got = hazards[0].Kind + " " + hazards[0].Text
		}
		if got != one.want {
			t.Errorf("%s: got %q, want %q", one.body, got, one.want)
		}
	}
}

func TestCallers(t *testing.T) {
	v := factsOf(t, storeStart+`
func (s *store) always() { s.data["a"] = 1 }
func (s *store) one() { s.mu.Lock(); defer s.mu.Unlock(); s.always() }
func (s *store) two() { s.mu.RLock(); s.always(); s.mu.RUnlock() }
func (s *store) sometimes() { s.data["a"] = 1 }
func (s *store) three() { s.mu.Lock(); s.sometimes(); s.mu.Unlock(); s.sometimes() }
func (s *store) name() string { s.data["a"] = 1; return "" }
func four(s *store, n namer) { s.mu.Lock(); n.name(); s.mu.Unlock() }
func (s *store) called() { s.data["a"] = 1 }
func five(s *store) { s.hook = s.called; s.mu.Lock(); s.hook(); s.mu.Unlock() }
func (s *store) free() { s.data["a"] = 1 }
func six(s *store) { s.free(); s.mu.Lock(); go s.free(); s.mu.Unlock() }
`)
	wants := map[string]string{
		"store.always": "write, mu for reading", "store.sometimes": "write", "store.name": "write", "store.called": "write", "store.free": "write",
	}
	for name, want := range wants {
		fn := v.function(t, name)
		if got := describeAccess(v, fn.Accesses[0]); got != want {
			t.Errorf("%s: got %q, want %q", name, got, want)
		}
		if entered := len(fn.Callers) > 0; entered != (name != "store.free") {
			t.Errorf("%s: may be called with the lock held: %v", name, entered)
		}
	}
}

func TestUncertainMutexes(t *testing.T) {
	cases := []struct{ source, want string }{
		{`func f(s *store) { s.mu.Lock(); defer s.mu.Unlock() }`, ""},
		{`func f(s *store) { c := sync.NewCond(&s.mu); c.Broadcast() }`, ""},
		{`func f(s *store) { use(&s.mu) }; func use(sync.Locker) {}`, "its address is taken"},
		{`func (s *store) lock() { s.mu.Lock() }`, "may return with it locked"},
		{`func (s *store) unlock() { s.mu.Unlock() }`, "without having locked it"},
	}
	for _, one := range cases {
		v := factsOf(t, storeStart+one.source+"\n")
		if got := v.Mutexes[0].Uncertain; !strings.Contains(got, one.want) || one.want == "" && got != "" {
			t.Errorf("%s: got %q, want %q", one.source, got, one.want)
		}
	}
	v := factsOf(t, storeStart+"func f(s *store) { s.mu.Lock(); s.g(); s.mu.Unlock() }; func (s *store) g() { s.other.Lock(); s.other.Unlock() }\n")
	if inside := v.Mutexes[0].Inside; !slices.Equal(inside, []string{v.Mutexes[1].Key}) {
		t.Errorf("inside of mu: %q", inside)
	}
}

func TestCompounds(t *testing.T) {
	cases := []struct {
		body string
		want bool
	}{
		{`if !s.has("a") { s.put("a", 1) }`, true},
		{`if s.has("a") { return }; s.put("a", 1)`, true},
		{`n := s.get("a"); s.put("a", n+1)`, true},
		{`n := s.get("a"); m := n + 1; s.data["a"] = m`, true},
		{`if s.data["a"] == 0 { s.put("a", 1) }`, true},
		{`for s.has("a") { s.put("a", 0) }`, true},
		{`switch s.get("a") { case 0: s.put("a", 1) }`, true},
		{`switch { case s.has("a"): s.put("a", 1) }`, true},
		{`s.put("a", s.get("b"))`, true},
		{`s.put("a", 1); s.has("a")`, false},
		{`s.has("a"); s.put("b", 1)`, false},
		{`if s.data["a"] == 0 { s.data["a"] = 1 }`, false}, // one section covers both
		{`fill(s.twin())`, false},                          // another map
		{`n := s.twin(); go fill(n)`, false},
		{`fill(s.twin(), len(s.twin().data))`, true},
	}
	var source strings.Builder
	source.WriteString(storeStart + "func (s *store) has(k string) bool { return s.data[k] > 0 }\nfunc (s *store) get(k string) int { return s.data[k] }\nfunc (s *store) put(k string, v int) { s.data[k] = v }\nfunc (s *store) twin() *store { n := &store{}; n.data = maps.Clone(s.data); return n }\nfunc fill(s *store, n ...int) { s.data[\"a\"] = 1 }\n")
	for i, one := range cases {
		fmt.Fprintf(&source, "func f%d(s *store) { %s }\n", i, one.body)
	}
	v := factsOf(t, source.String())
	for i, one := range cases {
		got := slices.ContainsFunc(v.Compounds, func(c compound) bool { return c.Function == fmt.Sprintf("f%d", i) })
		if got != one.want {
			t.Errorf("%s: a compound: %v, want %v", one.body, got, one.want)
		}
	}
}

func TestVariablesByUse(t *testing.T) {
	source := storeStart + "func get(x *store) int {\n\treturn len(x.data) + len(x.list)\n}\n"
	line := strings.Count(source[:strings.Index(source, "x.data")], "\n") + 1
	for expression, want := range map[string]string{"x.data": "data", "x.list": "list", "s.data": "", "x.ready": ""} {
		v := factsAbout(t, source, fixTarget{Line: line, Expression: expression})
		got := ""
		if v != nil {
			got = v.Name
		}
		if got != want {
			t.Errorf("%s: got %q, want %q", expression, got, want)
		}
	}
}
