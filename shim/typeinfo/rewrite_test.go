package main

import (
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"
)

const rewritten = `package p

type box struct {
	m, n map[string]int
	next *box
	rows [2]map[string]int
	list []map[string]int
	of   map[string]*box
}

var table map[string]int

func f() string                           { return "" }
func g(...any) int                        { return 0 }
func two() (map[string]int, error)        { return nil, nil }
func (b *box) key() string                { return "" }
func same(m map[string]int) map[string]int { return m }

type named map[string]int

func (n named) get(string) int { return 0 }
func (n *named) set()          {}

func use(b *box, ch chan string, maps chan map[string]int, plain map[string]int, value box, name *named) {
	var err error
	i := 0
	_, _ = err, i
	STATEMENTS
}
`

// What is done to a statement: `kind text` for each edit, with the variable behind it where it is named again.
var edited = []struct {
	statement string
	want      string
}{
	{`_ = b.m["k"]`, "load b.m"},
	{`_ = table["k"]`, "load table"},
	{`_ = plain["k"] + value.m["k"]`, ""},
	{`_ = (b.m)["k"]`, "load b.m"},
	{`_ = b.next.rows[i]["k"] + b.list[i]["k"] + value.rows[1]["k"] + value.list[0]["k"]`, "load b.next.rows[i], load b.list[i], load value.list[0]"},
	{`_ = b.of["k"].m["l"]`, "load b.of[\"k\"].m, load b.of"},
	{`_ = same(b.m)["k"]`, "load b.m"},
	{`g(b.m, b.n)`, "load b.m, load b.n"},
	{`_ = b.m == nil && len(b.n) == 0 || f() == ""`, "load b.m, len len, load b.n"},
	{`_ = f() == "" && b.m["k"] == 1 && f() == ""`, "load b.m"},
	// A call or receive behind it may synchronise before a late load.
	{`_ = b.m["k"] + g()`, ""},
	{`_ = len(b.m) + g()`, ""},
	{`_ = g() + len(b.m)`, "len len, load b.m"},
	{`_ = b.m[f()]`, "after f() b.m"},
	{`_ = b.m[<-ch]`, "after <-ch b.m"},
	{`_ = b.m[f()+f()]`, "after f() b.m"},
	{`_ = b.m[f()] + g()`, ""},
	{`_ = b.of["k"].m[f()]`, ""},
	{`_ = b.m[map[bool]string{i > 0 && f() == "": ""}[true]]`, ""},
	{`g(b.m, f())`, "after f() b.m"},
	{`g(b.m["k"], f())`, ""},
	{`g(b.m, i > 0 && f() == "")`, ""},
	{`g(b.m, <-ch, f)`, "after <-ch b.m"},
	{`g([]any{b.m, f()}...)`, ""},
	{`delete(b.m, f())`, "after f() b.m"},
	{`go g(b.m, f())`, ""},
	{`go g(b.m, i)`, "load b.m"},
	{`defer delete(b.m, "k")`, "load b.m"},
	// Assignments.
	{`b.m = nil`, "stored b.m = nil b.m"},
	{`table = same(b.m)`, "stored table = same(b.m) table, load b.m"},
	{`b.m, err = two()`, "stored b.m, err = two() b.m"},
	{`b.of["k"].m = nil`, "load b.of"},
	{`b.next.m, b.next = nil, nil`, ""},
	{`b, b.m = nil, nil`, ""},
	{`b.list[i], i = nil, 1`, ""},
	{`b.m, b.n = b.n, b.m`, "stored b.m, b.n = b.n, b.m b.m, stored b.m, b.n = b.n, b.m b.n, load b.n, load b.m"},
	{`plain = nil; value.m = nil`, ""},
	{`b.m["k"] = 1`, "load b.m"},
	{`b.m["k"]++`, "load b.m"},
	{`b.m["k"] = g()`, "loaded b.m[\"k\"] = g() b.m"},
	{`b.m[f()] = 1`, "loaded b.m[f()] = 1 b.m"},
	{`b.m["k"] += g()`, ""},
	{`b.m[f()]++`, "after f() b.m"},
	{`if b.m["k"] = g(); i > 0 {}`, ""},
	{`if b.m = nil; i > 0 {}`, ""},
	{`same(b.m)["k"] = g()`, ""},
	{`b.of["k"].m["l"] = g()`, ""},
	{`b. /* here */ m = nil`, ""},
	// Clauses and loops.
	{`for range b.m {}`, "load b.m"},
	{`for _, b.m = range b.list {}`, "begin-stored { b.m"},
	{`for b.m["k"] = range 3 {}`, "begin-loaded { b.m"},
	{`for b.m[f()] = range 3 {}`, ""},
	{`select { case b.m = <-maps: case maps <- b.n: }`, "begin-stored : b.m, load b.n"},
	{`switch { case b.m == nil, f() == "": }`, "load b.m"},
	// What is shared of local variables.
	{`m := b.m; g(func() { m = nil }); _ = m["k"]`, "load b.m, stored m = nil m, load m"},
	{`m := b.m; g(func() { _ = m["k"] })`, "load b.m"},
	{`m, n := b.m, 1; m, n = nil, 2; _, _ = m, n`, "load b.m"},
	{`var m map[string]int; g(&m); _ = m["k"]`, "load m"},
	{`local := value; local.next.key(); _ = local.m["k"]`, ""},
	{`local := value; local.key(); _ = local.m["k"]`, "load local.m"},
	// No use of the variable.
	{`p := &b.m; _ = *p`, "load *p"},
	{`name.set(); _ = name.get`, ""},
	{`var n struct{ named }; n.set(); n.named.set(); _ = n.named.get("k")`, "load n.named"},
	{`_ = box{m: b.m, n: nil}`, "load b.m"},
	{`copied := *b; _ = copied.m`, ""},
	{`_ = len([1]int{}) + cap(ch) + len("k")`, ""},
	{`len := func(map[string]int) int { return 0 }; _ = len(b.m)`, "load b.m"},
}

func TestEdits(t *testing.T) {
	files := map[string]string{}
	for i, one := range edited {
		files[fmt.Sprintf("p%d/p.go", i)] = strings.Replace(rewritten, "STATEMENTS", one.statement, 1)
	}
	m := newModule(t, files)
	made := m.catalog()
	if len(made.Problems) > 0 {
		t.Errorf("problems: %s", strings.Join(made.Problems, "\n"))
	}
	for i, one := range edited {
		if got := strings.Join(m.editsOf(made, fmt.Sprintf("p%d/p.go", i)), ", "); got != one.want {
			t.Errorf("%s:\n got %s\nwant %s", one.statement, got, one.want)
		}
	}
}

// editsOf are the edits of a file whose text lies in the function use.
func (m *testModule) editsOf(made *catalog, name string) []string {
	source, err := os.ReadFile(m.path(name))
	if err != nil {
		m.t.Fatal(err)
	}
	var edits []string
	for _, file := range made.Rewrites {
		if file.Path != m.path(name) {
			continue
		}
		for _, one := range file.Edits {
			if one.Start > strings.Index(string(source), "func use(") {
				edits = append(edits, strings.TrimSpace(fmt.Sprint(one.Kind, " ", string(source[one.Start:one.End]), " ", one.Variable)))
			}
		}
	}
	return edits
}

func TestFilesThatAreLeftAlone(t *testing.T) {
	uses := "var M map[string]int\n\nfunc use() int { return M[\"k\"] }\n"
	m := newModule(t, map[string]string{
		"shop.go":       "package shop\n\n" + uses,
		"pragma/p.go":   "package pragma\n\nvar M map[string]int\n\n//go:nosplit\nfunc use() int { return M[\"k\"] }\n",
		"broken/b.go":   "package broken\n\n" + uses + "\nvar x = missing\n",
		"old/go.mod":    "module example.com/old\n\ngo 1.17\n",
		"old/old.go":    "package old\n\n" + uses,
		"older/go.mod":  "module example.com/older\n",
		"older/o.go":    "package older\n\n" + uses,
		"go.work":       "go 1.24\n\nuse .\nuse ./old\nuse ./older\n",
		"taken/t.go":    "package taken\n\n" + uses,
		"taken/name.go": "package taken\n\nfunc mapsan_runtime() {}\n",
	})
	var names []string
	for _, file := range m.catalog("./...", "example.com/old", "example.com/older").Rewrites {
		names = append(names, strings.TrimPrefix(file.Path, m.dir+"/")+" "+file.Name)
	}
	if want := []string{"shop.go mapsan_runtime", "taken/t.go mapsan_runtime_"}; !slices.Equal(names, want) {
		t.Errorf("got %q, want %q", names, want)
	}
}
