package main

import (
	"fmt"
	"strings"
	"testing"
)

// Statements of every kind that can use a map, and what the catalog says about them: `operations expression: variable`.
// What is passed to a callee stands there as `callee(expression)`.
var constructs = []struct {
	statements string
	want       []string
}{
	{`_ = c.data["a"]`, []string{"read c.data: field data of *Config"}},
	{`c.data["a"] = 1`, []string{"write c.data: field data of *Config"}},
	{`c.data["a"] += 2`, []string{"read,write c.data: field data of *Config"}},
	{`c.data["a"]++`, []string{"read,write c.data: field data of *Config"}},
	{`v, ok := c.data["a"]; _, _ = v, ok`, []string{"read c.data: field data of *Config"}},
	{`var v, ok = c.data["a"]; _, _ = v, ok`, []string{"read c.data: field data of *Config"}},
	{`delete(c.data, "a")`, []string{"delete c.data: field data of *Config"}},
	{`clear(c.data)`, []string{"clear c.data: field data of *Config"}},
	{`_ = len(c.data)`, []string{"read c.data: field data of *Config"}},
	{`for k, v := range c.data { _, _ = k, v }`, []string{"iterate,clear c.data: field data of *Config"}},
	{`for range c.data {}`, []string{"iterate,clear c.data: field data of *Config"}},
	{`for c.data["k"] = range 3 {}`, []string{"write c.data: field data of *Config"}},
	{`_ = c.items["a"].prices["b"]`, []string{"read c.items: field items of *Config", "read c.items[\"a\"].prices: field prices of *item"}},
	{`c.items["a"].prices = nil`, []string{"read c.items: field items of *Config"}},
	{`c.lists["a"] = append(c.lists["a"], 1)`, []string{"write c.lists: field lists of *Config", "read c.lists: field lists of *Config"}},
	{`c.lists["a"][0] = 1`, []string{"read c.lists: field lists of *Config"}},
	{`c.deep["a"]["b"] = 1`, []string{"read c.deep: field deep of *Config", "write c.deep[\"a\"]: element of field deep of *Config"}},
	{`c.data["a"], p["b"] = p["b"], c.data["a"]`, []string{
		"write c.data: field data of *Config", "write p: parameter p", "read p: parameter p", "read c.data: field data of *Config",
	}},
	{`registry["a"] = len(p)`, []string{"write registry: package variable registry", "read p: parameter p"}},
	{`_ = s.rows["a"]`, []string{"read s.rows: field rows of *Store"}},
	{`f := s.rows; f["a"] = 1`, []string{"write f: local variable f"}},
	{`g := func(m map[string]int) { m["a"] = 1 }; g(p)`, []string{"write m: parameter m"}},
	{`{ p := registry; { p := c.data; _ = p["shadowed"] }; _ = p }`, []string{"read p: local variable p"}},
	{`outer: for k := range p { for range c.data { if k == "" { continue outer }; break outer } }`, []string{
		"iterate,clear p: parameter p", "iterate,clear c.data: field data of *Config",
	}},
	{`c.counts["a"] = 1`, []string{"write c.counts: field counts of base"}},
	{`c.base.counts["a"] = 1`, []string{"write c.base.counts: field counts of base"}},
	{`select { case c.data["a"] = <-chs[0]: case v, ok := <-chs[p["i"]]: _, _ = v, ok; default: }`, []string{
		"write c.data: field data of *Config", "read p: parameter p",
	}},
	{`copied := *c; copied.data["a"] = 1`, []string{"write copied.data: field data of Config"}},
	{`_ = value.(map[string]int)["a"]`, []string{"read value.(map[string]int): map in parameter value"}},
	{`pointer := &p; (*pointer)["a"] = 1`, []string{"write *pointer: map behind local variable pointer"}},
	{`arr[1]["a"] = 1`, []string{"write arr[1]: element of parameter arr"}},
	{`load()["a"] = 1`, []string{"write load(): result of load"}},
	{`_ = index(p)["a"]`, []string{"read index(p): parameter p"}},
	{`_ = c.views.pages["a"]`, []string{"read c.views.pages: field pages of an unnamed struct"}},
	{`(c.data)["a"] = 1`, []string{"write c.data: field data of *Config"}},
	{`switch v := c.data["a"]; v { case p["b"]: }`, []string{"read c.data: field data of *Config", "read p: parameter p"}},
	{`defer delete(p, "a"); go delete(c.data, "a")`, []string{"delete p: parameter p", "delete c.data: field data of *Config"}},
	{`h := http.Header{}; h.Set("a", "b"); set := h.Set; set("c", "d")`, []string{"net/http.Header.Set(h): local variable h"}},
	{`_ = maps.Clone(c.data)`, []string{"maps.Clone(c.data): field data of *Config"}},
	{`_, _ = json.Marshal(c.data)`, []string{"encoding/json.Marshal(c.data): field data of *Config"}},
	{`_ = json.Unmarshal(nil, &p)`, []string{"encoding/json.Unmarshal(p): parameter p"}},
	// Other maps of the type may be inside, or somebody else be called: such a name could be wrong.
	{`_, _ = json.Marshal(map[string]any{})`, nil},
	{`_, _ = json.Marshal(c.deep)`, nil},
	{`_ = c.data == nil; _ = c.lists["a"] == nil`, []string{"read c.lists: field lists of *Config"}},
	{`_ = [3]int{}[1]; _ = "text"[0]; _ = load`, nil},
}

// One module for all, since each check of a package takes a while.
func TestConstructs(t *testing.T) {
	files := map[string]string{}
	for i, construct := range constructs {
		files[fmt.Sprintf("c%d/c.go", i)] = sourceOf(construct.statements)
	}
	m := newModule(t, files)
	made := m.catalog()
	if len(made.Problems) > 0 {
		t.Errorf("problems: %s", strings.Join(made.Problems, "\n"))
	}
	for i, construct := range constructs {
		var got []string
		for _, s := range onMaps(m.file(made, fmt.Sprintf("c%d/c.go", i))) {
			what := strings.Join(s.Operations, ",") + " " + s.Expression
			if s.Callee != "" {
				what = s.Callee + "(" + s.Expression + ")"
			}
			if s.Variable == nil {
				t.Fatalf("%s: %s without a variable", construct.statements, what)
			}
			got = append(got, what+": "+s.Variable.Description)
			if want := fmt.Sprintf("example.com/shop/c%d.(*Config).use", i); s.Function != want {
				t.Errorf("%s: in function %s, want %s", construct.statements, s.Function, want)
			}
		}
		if strings.Join(got, "\n") != strings.Join(construct.want, "\n") {
			t.Errorf("%s:\n got %q\nwant %q", construct.statements, got, construct.want)
		}
	}
}

// The places of calls as the compiler has them; see what `go tool objdump` says of such a function.
func TestPlaces(t *testing.T) {
	m := newModule(t, map[string]string{"shop.go": sourceOf(strings.Join([]string{
		"c.",
		"	data[",
		"	\"a\"] +=",
		"	1",
		"v, ok :=",
		"	c.",
		"		data[\"z\"]",
		"_, _ = v, ok",
		"for",
		"	k := range",
		"		c.data {",
		"	delete(",
		"		c.data,",
		"		k,",
		"	)",
		"}",
	}, "\n"))})
	first := strings.Count(preamble[:strings.Index(preamble, "STATEMENTS")], "\n") + 1
	var got []string
	for _, s := range onMaps(m.file(m.catalog(), "shop.go")) {
		got = append(got, fmt.Sprintf("%s at %d in %d-%d", s.Operations[0], s.Line-first+1, s.First-first+1, s.Last-first+1))
	}
	want := "read at 2 in 1-2; read at 5 in 5-7; iterate at 10 in 9-11; delete at 12 in 12-15"
	if strings.Join(got, "; ") != want {
		t.Errorf("got %s\nwant %s", strings.Join(got, "; "), want)
	}
}
