package main

import (
	"fmt"
	"slices"
	"strings"
	"testing"
)

const declaring = `package shop

import (
	"io"
	"sync"
)

type Config struct {
	mu   sync.RWMutex
	data map[string]int // mapsan:guardedby mu
	// The prices.
	// mapsan:guardedby Config.mu
	prices map[string]int
	shared *sync.Mutex
	rates  map[string]int // mapsan:guardedby shared
	jobs   map[string]int //mapsan:owner
	views  struct {
		lock  sync.Mutex
		pages map[string]int // mapsan:guardedby lock
	}
	stock map[string]int // mapsan:guardedby registryMu
}

var registryMu sync.Mutex

// mapsan:guardedby registryMu
var registry = map[string]int{}

var names, ages map[string]int // mapsan:owner

func serve(in io.Reader) {
	var mu sync.Mutex
	seen := map[string]int{} // mapsan:guardedby mu
	mu.Lock()
	seen["a"] = 1
	pointer := &mu
	pointer.Lock()
	other := map[string]int{} // mapsan:ignore map-race fine here
	other["a"], _ = in.Read(nil)
}
`

func TestDeclarations(t *testing.T) {
	m := newModule(t, map[string]string{"shop.go": declaring})
	f := m.file(m.catalog(), "shop.go")
	var got []string
	for _, d := range f.Declarations {
		where := "uncertain"
		if d.LockDeclaredAt != nil {
			where = fmt.Sprint(d.LockDeclaredAt.Line)
		}
		got = append(got, strings.TrimSpace(fmt.Sprintf("%d %s %s %s", d.Line, d.Kind, d.Lock, where)))
	}
	want := []string{
		"10 guardedby Config.mu 9", "13 guardedby Config.mu 9", "15 guardedby Config.shared uncertain", "16 owner  uncertain",
		"19 guardedby lock 18", "21 guardedby registryMu 24", "27 guardedby registryMu 24", "29 owner  uncertain", "33 guardedby mu 32",
	}
	if !slices.Equal(got, want) {
		t.Errorf("got %q\nwant %q", got, want)
	}
	if len(f.Mistakes) != 0 {
		t.Errorf("mistakes: %v", f.Mistakes)
	}
	if own, pointer := f.Locks[0], f.Locks[1]; own.DeclaredAt == nil || own.DeclaredAt.Line != 32 || pointer.DeclaredAt != nil {
		t.Errorf("the locks are declared at %v and %v, want line 32 and nowhere", own.DeclaredAt, pointer.DeclaredAt)
	}
}

func TestMistakesInDeclarations(t *testing.T) {
	mistakes := []struct{ line, want string }{
		{"data map[string]int // mapsan:guardedby mx", "names mx, but there is nothing of that name beside data"},
		{"data map[string]int // mapsan:guardedby name", "names name, which is no sync.Mutex and no sync.RWMutex"},
		{"data map[string]int // mapsan:guardedby", "names no mutex"},
		{"data map[string]int // mapsan:owner me", "takes nothing after it, not me"},
		{"data map[string]int // mapsan:gaurdedby mu", "mapsan:gaurdedby is unknown"},
		{"data []int // mapsan:owner", "stands at data, which is no map"},
		{"// mapsan:owner\n\n\tdata map[string]int", "stands at no field or variable"},
	}
	for _, mistake := range mistakes {
		m := newModule(t, map[string]string{"shop.go": "package shop\n\ntype Config struct {\n\tname string\n\t" + mistake.line + "\n}\n"})
		f := m.file(m.catalog(), "shop.go")
		if len(f.Mistakes) != 1 || f.Mistakes[0].Line != 5 || !strings.Contains(f.Mistakes[0].Message, mistake.want) || len(f.Declarations) != 0 {
			t.Errorf("%s: got %v and %v, want %q at line 5", mistake.line, f.Mistakes, f.Declarations, mistake.want)
		}
	}
	m := newModule(t, map[string]string{"shop.go": "package shop\n\n// mapsan:owner\nfunc take(data map[string]int) {} // mapsan:owner\n"})
	if f := m.file(m.catalog(), "shop.go"); len(f.Mistakes) != 2 || len(f.Declarations) != 0 {
		t.Errorf("a parameter: got %v and %v", f.Mistakes, f.Declarations)
	}
}
