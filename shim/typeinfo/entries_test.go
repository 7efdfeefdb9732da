package main

import (
	"os"
	"path/filepath"
	"slices"
	"testing"
)

func shopWithLibrary(t *testing.T) *testModule {
	return newModule(t, map[string]string{
		"lib/lib.go": "package lib\n\nimport \"strings\"\n\ntype Config struct {\n\tData map[string]int\n}\n\nfunc Lower(s string) string {\n\treturn strings.ToLower(s)\n}\n",
		"shop.go":    "package shop\n\nimport (\n\t\"errors\"\n\n\t\"example.com/shop/lib\"\n)\n\nvar errSold = errors.New(\"sold\")\n\nfunc set(c *lib.Config) { c.Data[\"a\"] = 1 }\n",
	})
}

// exportsNeeded are nil when nothing had to be checked.
func exportsNeeded(t *testing.T, m *testModule) []string {
	t.Helper()
	_, needed := m.ask(nil)
	if needed == nil {
		return nil
	}
	return needed.Exports
}

func wantNeeded(t *testing.T, m *testModule, want ...string) {
	t.Helper()
	if got := exportsNeeded(t, m); !slices.Equal(got, want) {
		t.Errorf("needs %q, want %q", got, want)
	}
}

func TestOnlyWhatChangedIsCheckedAgain(t *testing.T) {
	m := shopWithLibrary(t)
	wantNeeded(t, m, "errors", "strings")
	wantNeeded(t, m)

	// Inside of a function, and with other lines behind it: nobody else needs to know.
	m.write("lib/lib.go", "package lib\n\nimport \"strings\"\n\ntype Config struct {\n\tData map[string]int\n}\n\nfunc Lower(s string) string {\n\t// Also.\n\treturn strings.ToUpper(s)\n}\n")
	wantNeeded(t, m, "strings")
	wantNeeded(t, m)

	// The field has moved down a line, which is part of what the other package's entry says.
	m.write("lib/lib.go", "package lib\n\nimport \"strings\"\n\ntype Config struct {\n\n\tData map[string]int\n}\n\nfunc Lower(s string) string {\n\treturn strings.ToLower(s)\n}\n")
	wantNeeded(t, m, "errors", "strings")
	if got := m.file(m.catalog(), "shop.go").Sites[0].Variable.Line; got != 7 {
		t.Errorf("declared at line %d, want 7", got)
	}
}

func TestDamagedEntriesAreMadeAgain(t *testing.T) {
	m := shopWithLibrary(t)
	m.catalog()
	entries, err := filepath.Glob(filepath.Join(m.cache, "*", "*.json"))
	if err != nil || len(entries) != 2 {
		t.Fatalf("%d entries, want 2 (%v)", len(entries), err)
	}
	for _, entry := range entries {
		if err := os.WriteFile(entry, []byte(`{"api": "x", "files"`), 0o666); err != nil {
			t.Fatal(err)
		}
	}
	wantSites(t, m, m.catalog(), "shop.go:11 c.Data")
	wantNeeded(t, m)
}

func TestWithoutARoomForEntries(t *testing.T) {
	m := shopWithLibrary(t)
	m.cache = filepath.Join(m.path("shop.go"), "cache")
	wantSites(t, m, m.catalog(), "shop.go:11 c.Data")
}

// Two runs at once, or one after the other, give the same bytes.
func TestTheSameAgain(t *testing.T) {
	m := newModule(t, map[string]string{"shop.go": sourceOf(`c.data["a"], p["b"] = p["b"], c.data["a"]; c.mu.Lock(); go load()`)})
	first := m.catalog()
	again := m.catalog()
	m.cache = t.TempDir()
	for _, other := range []*catalog{again, m.catalog()} {
		if digest(first) != digest(other) {
			t.Errorf("%+v\nis not %+v", other, first)
		}
	}
}
