package main

import (
	"strings"
	"testing"
)

const retypeStart = `package shop

import (
	"encoding/json"
	"fmt"
	"maps"
	"sync/atomic"
)

type store struct {
	name string
	data map[string]int // data
}

var _, _, _ = fmt.Sprint, maps.Clone[map[int]int], json.Valid
var _ atomic.Int64

func (s *store) get(k string) int { return s.data[k] }
func (s *store) set(k string) { s.data[k]++ }
`

// Whether the type of a field can change, by what else is in the package.
func TestRetypedFields(t *testing.T) {
	cases := []struct{ rest, want string }{
		{`func f() *store { return &store{data: map[string]int{}} }`, ""},
		{`func f() *store { s := &store{name: "a"}; s.set("a"); return s }`, ""},
		{`func f() { s := store{}; s.set("a") }`, ""},
		{`var all []*store; func f(s *store) { all = append(all, s) }`, ""},
		{`func f(s *store) { fmt.Println(s.name) }`, ""},
		{`func f(s *store) { fmt.Println(s) }`, "fmt.Println may look at the fields"},
		{`func f(s *store) { json.Unmarshal(nil, &s) }`, "json.Unmarshal may look at the fields"},
		{`func f() *store { return new(store) }`, "store may be made or copied at shop.go:20"},
		{`func f() { var s store; s.set("a") }`, "may be made or copied"},
		{`type outer struct { store }`, "may be made or copied"},
		{`var list []store`, "may be made or copied"},
		{`type twin store`, "may be made or copied"},
		{`type twin = store`, "may be made or copied"},
		{`func (s store) f() {}`, "may be made or copied"},
		{`func make1[T any]() *T { return new(T) }; func f() { make1[store]() }`, "may be made or copied"},
		{`func f(s *store) { t := *s; t.set("a") }`, "store is copied at shop.go:20"},
		{`func f(s *store) { *s = store{} }`, "store is copied"},
		{`func f() { s := store{}; t := s; t.set("a") }`, "store is copied"},
		{`func f() { p := &store{"a", nil}; p.set("a") }`, "lists its fields by their order"},
		{`var s = &store{data: map[string]int{}}`, "is made at shop.go:20 where no statement can set data"},
		{`func f() { l := []*store{{name: "a"}}; l[0].set("a") }`, "where no statement can set data"},
		{`var n = len(one().data); func one() *store { return &store{} }`, "it is used outside of functions, at shop.go:20"},
		{`type file struct { Store *store }; func f(v *file) { json.Unmarshal(nil, v) }`, "what is decoded at shop.go:20 may make one"},
		{`type file struct { store *store }; func f(v *file) { json.Unmarshal(nil, v) }`, ""},
		{`type file struct { Store *store }`, ""},
		{`func f(maps int) {}`, "maps is the name of something else at shop.go:20"},
		{`type atomic1 struct { atomic int }`, ""},
	}
	factsIn := factsOfEach(t, retypeStart)
	for _, one := range cases {
		got := factsIn(retypeStart + one.rest + "\n").Retype.Why
		if one.want == "" && got != "" || !strings.Contains(got, one.want) {
			t.Errorf("%s: got %q, want %q", one.rest, got, one.want)
		}
	}
}

// The same for variables of a package, which a function init would set.
func TestRetypedVariables(t *testing.T) {
	cases := []struct{ source, want string }{
		{`var data = map[string]int{"a": 1}`, ""},
		{`var data map[string]int`, ""},
		{`var data = make(map[string]int, 9); func init() { data["a"] = 1 }`, ""},
		{`func init() { data["a"] = 1 }; var data = map[string]int{}`, "a function init uses it before it would be set"},
		{`func use() int { return len(data) }; func init() { use() }; var data = map[string]int{}`, "a function init uses it"},
		{`var data = load(); func load() map[string]int { return nil }`, "its declaration does not say its type"},
		{`var data map[string]int = load(); func load() map[string]int { return nil }`, "its first value is made by a call"},
		{`var data = map[string]int{"a": one()}; func one() int { return 1 }`, "its first value is made by a call"},
		{`var n = len(data); var data = map[string]int{}`, "it is used outside of functions"},
		{`var n = use(); func use() int { return len(data) }; var data = map[string]int{}`, "it may be used while the variables of the package are initialised"},
		{`var hook = use; func use() int { return len(data) }; var data = map[string]int{}`, "it may be used while"},
		{`var Data = map[string]int{}`, "Data is exported"},
		{`var data, more = map[string]int{}, 1`, "its declaration does not say"},
	}
	m := newModule(t, map[string]string{"shop.go": "package shop\n"})
	asked := m.askAbout()
	for _, one := range cases {
		name := "data"
		if strings.Contains(one.source, "Data") {
			name = "Data"
		}
		m.write("shop.go", "package shop\n\n"+one.source+"\n")
		v := m.answerAbout(asked, fixTarget{File: m.path("shop.go"), Line: 3, Description: "package variable " + name})
		if got := v.Retype.Why; one.want == "" && got != "" || !strings.Contains(got, one.want) {
			t.Errorf("%s: got %q, want %q", one.source, got, one.want)
		}
	}
}

func TestNamesInOtherFiles(t *testing.T) {
	for text, want := range map[string]string{
		"//go:build windows\n\npackage shop\n\nfunc f(s *store) { s.data = nil }\n": "shop_windows.go, which is no part of this build, has the name data as well",
		"//go:build windows\n\npackage shop\n\nfunc f(s *store) {}\n":               "",
	} {
		m := newModule(t, map[string]string{"shop.go": retypeStart, "shop_windows.go": text})
		line := 1 + strings.Count(retypeStart[:strings.Index(retypeStart, "// data")], "\n")
		v := m.factsAbout(fixTarget{File: m.path("shop.go"), Line: line, Description: "field data of *store"})
		if got := v.Retype.Why; got != want {
			t.Errorf("%s: got %q, want %q", text, got, want)
		}
	}
}

// Fields that no pointer can take the place of, by how they are declared.
func TestFieldsThatStay(t *testing.T) {
	cases := []struct{ declaration, want string }{
		{"type store[K comparable] struct { data map[K]int }\nfunc f(s *store[string]) int { return len(s.data) }", "it is no plain field"},
		{"type store struct { data, more map[string]int }\nfunc f(s *store) int { return len(s.data) }", "it is no plain field"},
		{"type store struct { data map[string]int `json:\"data\"` }\nfunc f(s *store) int { return len(s.data) }", "it is no plain field"},
		{"var all struct { data map[string]int }\nfunc f() int { return len(all.data) }", "it is no plain field"},
		{"func f() int { type store struct { data map[string]int }; s := &store{}\nreturn len(s.data) }", "its struct is declared in a function"},
		{"type store struct { data map[string]int }\nfunc f(s *store) int { return len(s.data) }", ""},
	}
	m := newModule(t, map[string]string{"shop.go": "package shop\n"})
	asked := m.askAbout()
	for _, one := range cases {
		m.write("shop.go", "package shop\n\n"+one.declaration+"\n")
		expression := "s.data"
		if strings.Contains(one.declaration, "all.data") {
			expression = "all.data"
		}
		v := m.answerAbout(asked, fixTarget{File: m.path("shop.go"), Line: 4, Expression: expression})
		if v == nil {
			t.Errorf("%s: nothing was found", one.declaration)
		} else if got := v.Retype.Why; one.want == "" && got != "" || !strings.Contains(got, one.want) {
			t.Errorf("%s: got %q, want %q", one.declaration, got, one.want)
		}
	}
}

func TestImportsByAnotherName(t *testing.T) {
	m := newModule(t, map[string]string{"shop.go": retypeStart, "more.go": "package shop\n\nimport maps \"slices\"\n\nvar _ = maps.Max[[]int]\n"})
	line := 1 + strings.Count(retypeStart[:strings.Index(retypeStart, "// data")], "\n")
	v := m.factsAbout(fixTarget{File: m.path("shop.go"), Line: line, Description: "field data of *store"})
	if got := v.Retype.Why; got != "maps is the name of something else at more.go:3 than of the package that is needed" {
		t.Errorf("got %q", got)
	}
}
