package main

import (
	"slices"
	"strings"
	"testing"
)

func TestLocks(t *testing.T) {
	m := newModule(t, map[string]string{"shop.go": sourceOf(strings.Join([]string{
		`c.mu.Lock()`,
		`c.mu.RLock()`,
		`c.Lock()`,
		`c.base.Lock()`,
		`c.base.Mutex.Lock()`,
		`registryMu.TryLock()`,
		`s.mu.RLock()`,
		`c.views.mu.Lock()`,
		`{ pointer := &c.mu; pointer.Lock() }`,
		`(&c.mu).Lock()`,
		`shards := []sync.Mutex{{}}; shards[0].Lock()`,
		`var once sync.Once; once.Do(func() {})`,
		`c.mu.Unlock()`,
	}, "\n\t"))})
	f := m.file(m.catalog(), "shop.go")
	var got []string
	for _, l := range f.Locks {
		got = append(got, l.Mode+" "+l.Name)
	}
	want := []string{
		"write Config.mu", "read Config.mu", "write base.Mutex", "write base.Mutex", "write base.Mutex", "write registryMu", "read Store.mu",
		"write c.views.mu", "write pointer", "write Config.mu", "write shards[…]",
	}
	if !slices.Equal(got, want) {
		t.Errorf("got %q\nwant %q", got, want)
	}
	got = nil
	for _, declared := range f.Mutexes {
		got = append(got, declared.Type+" "+declared.Name)
	}
	want = []string{"sync.Mutex base.Mutex", "sync.RWMutex Store.mu", "sync.RWMutex Config.mu", "sync.Mutex registryMu"}
	if !slices.Equal(got, want) {
		t.Errorf("got %q\nwant %q", got, want)
	}
}

func TestMutexesBeside(t *testing.T) {
	besides := []struct{ expression, want string }{
		{"c.data", "Config.mu"},
		{"c.counts", "base.Mutex"},
		{"s.rows", "Store.mu"},
		{"c.views.pages", "c.views.mu"},
		{"registry", "registryMu"},
		{"p", "registryMu"},
		{"c.deep[\"a\"]", "Config.mu"},
	}
	var statements []string
	for _, beside := range besides {
		statements = append(statements, beside.expression+`["b"] = 1`)
	}
	m := newModule(t, map[string]string{"shop.go": sourceOf(strings.Join(statements, "\n\t"))})
	got := map[string]string{}
	for _, s := range m.file(m.catalog(), "shop.go").Sites {
		got[s.Expression] = strings.Join(s.Variable.Mutexes, " ")
	}
	for _, beside := range besides {
		if got[beside.expression] != beside.want {
			t.Errorf("%s has beside it %q, want %q", beside.expression, got[beside.expression], beside.want)
		}
	}
}

func TestGoStatements(t *testing.T) {
	m := newModule(t, map[string]string{"shop.go": sourceOf("go load()\n\tgo c.use(s, p, nil, nil, arr)\n\tgo func() {}()\n\tgo registryMu.Lock()")})
	var got []string
	for _, g := range m.file(m.catalog(), "shop.go").Goroutines {
		got = append(got, g.Runs)
	}
	if want := []string{"load", "c.use", "registryMu.Lock"}; !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
}
