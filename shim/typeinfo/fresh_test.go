package main

import (
	"fmt"
	"strings"
	"testing"
)

// Whether nobody else can know an object yet, access by access.
func TestFreshObjects(t *testing.T) {
	cases := []struct{ body, want string }{
		{`n := &store{}; n.data = nil; for k, v := range s.list { n.data[k] = v }`, "store fresh; write fresh"},
		{`n := store{}; n.data["a"] = 1; know(&n)`, "write fresh"},
		{`n := &store{}; for range 3 { n.data["a"] = 1; know(n) }`, "write"},
		{`n := &store{}; for range 3 { for range 3 { n.data["a"] = 1 }; know(n) }`, "write"},
		{`for range 3 { n := &store{}; n.data["a"] = 1; know(n) }`, "write fresh"},
		{`n := &store{}; again: n.data["a"] = 1; know(n); if ok { goto again }`, "write"},
		{`n := &store{}; fill(&n.list); n.data["a"] = 1`, "write fresh"},
		{`n := &store{}; fill(&n.data); n.data["a"] = 1`, "escape fresh; write"},
		{`n := &store{}; keep(n.data); n.data["a"] = 1`, "escape fresh; write"},
		{`n := &store{}; n.wait(); n.data["a"] = 1`, "write"},
		{`n := &store{}; f := func() { know(n) }; f(); n.data["a"] = 1`, "write"},
		{`n := &market{}; n.in.data["a"] = 1; know(&n.in)`, "write fresh"},
		{`n := &market{}; know(&n.in); n.in.data["a"] = 1`, "write"},
		{`n := &market{}; know(&n.by); n.by.wait(); n.in.data["a"] = 1`, "write fresh"},
		{`n := &market{}; n.in.wait(); n.in.data["a"] = 1`, "write"},
		{`n := &market{}; n.in = store{}; n.in.data["a"] = 1`, "write fresh"},
		{`n := &market{to: s}; n.to.data["a"] = 1`, "write"},
		{`n := &market{}; know(n.to); n.in.data["a"] = 1`, "write fresh"},
		{`n := &market{}; n.to.list = nil; n.in.data["a"] = 1`, "write fresh"},
	}
	var source strings.Builder
	source.WriteString(storeStart + "type market struct { in, by store; to *store }\nfunc know(*store) {}\nfunc fill(*map[string]int) {}\nfunc keep(map[string]int) {}\nfunc (s *store) wait() {}\n")
	for i, one := range cases {
		fmt.Fprintf(&source, "func f%d(s *store, ok bool) { %s }\n", i, one.body)
	}
	v := factsOf(t, source.String())
	for i, one := range cases {
		var got []string
		for _, access := range v.function(t, fmt.Sprintf("f%d", i)).Accesses {
			if access.Fresh {
				access.Op += " fresh"
			}
			got = append(got, access.Op)
		}
		if joined := strings.Join(got, "; "); joined != one.want {
			t.Errorf("%s: got %q, want %q", one.body, joined, one.want)
		}
	}
}

// The same for local variables, which are shared by function literals and pointers.
func TestUnsharedVariables(t *testing.T) {
	cases := []struct{ body, want string }{
		{`m["a"] = 1; go func() { m["b"] = 1 }()`, "write fresh"},
		{`go func() { _ = len(m) }(); m["a"] = 1`, "write"},
		{`p := &m; m["a"] = 1; fill(p)`, "write"},
		{`for range 3 { m["a"] = 1; fill(&m) }`, "write"},
		{`for range 3 { m["a"] = 1; go func() { _ = len(m) }() }`, "write"},
	}
	for _, one := range cases {
		source := storeStart + "func fill(*map[string]int) {}\nfunc f() {\n\tm := map[string]int{}\n\t" + one.body + "\n}\n"
		line := 1 + strings.Count(source[:strings.Index(source, "m := ")], "\n")
		v := factsAbout(t, source, fixTarget{Line: line, Description: "local variable m"})
		if v == nil {
			t.Fatalf("%s: nothing was found", one.body)
		}
		got := ""
		for _, access := range v.function(t, "f").Accesses {
			if access.Op == "write" && got == "" {
				got = access.Op
				if access.Fresh {
					got += " fresh"
				}
			}
		}
		if got != one.want {
			t.Errorf("%s: got %q, want %q", one.body, got, one.want)
		}
	}
}
