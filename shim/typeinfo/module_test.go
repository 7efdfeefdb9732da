package main

import (
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// A testModule is a folder with one or more modules, and a cache of its own.
type testModule struct {
	t     *testing.T
	dir   string
	cache string
	flags []string
}

// newModule writes the files of a module; go.mod is made up when it is not among them.
func newModule(t *testing.T, files map[string]string) *testModule {
	t.Helper()
	m := &testModule{t: t, dir: t.TempDir(), cache: t.TempDir()}
	if _, own := files["go.mod"]; !own {
		m.write("go.mod", "module example.com/shop\n\ngo 1.24\n")
	}
	for name, text := range files {
		m.write(name, text)
	}
	return m
}

func (m *testModule) path(name string) string { return filepath.Join(m.dir, name) }

func (m *testModule) write(name, text string) {
	m.t.Helper()
	if err := os.MkdirAll(filepath.Dir(m.path(name)), 0o777); err != nil {
		m.t.Fatal(err)
	}
	if err := os.WriteFile(m.path(name), []byte(text), 0o666); err != nil {
		m.t.Fatal(err)
	}
}

func (m *testModule) goList(args ...string) string {
	m.t.Helper()
	command := exec.Command("go", slices.Concat([]string{"list", "-e"}, m.flags, args)...)
	command.Dir = m.dir
	command.Env = append(os.Environ(), "GOFLAGS=", "GOWORK=", "PWD="+m.dir)
	out, err := command.Output()
	if err != nil {
		m.t.Fatalf("go list: %v", err)
	}
	return string(out)
}

// catalog makes the catalog as MapSan does, in one or two requests.
func (m *testModule) catalog(patterns ...string) *catalog {
	m.t.Helper()
	made, _ := m.ask(nil, patterns...)
	return made
}

// ask also tells what had to be compiled.
func (m *testModule) ask(also []string, patterns ...string) (*catalog, *needs) {
	m.t.Helper()
	if len(patterns) == 0 {
		patterns = []string{"./..."}
	}
	asked := &request{Dir: m.dir, Build: m.flags, Goarch: "amd64", Cache: m.cache, Also: also}
	asked.Listing = m.goList(append([]string{"-deps", "-test", "-json"}, patterns...)...)
	given := m.respond(asked)
	if given.Needs == nil {
		return given.Catalog, nil
	}
	asked.Exports = map[string]string{}
	if paths := given.Needs.Exports; len(paths) > 0 {
		for _, row := range rows(m.goList(append([]string{"-export", "-f={{.ImportPath}}\t{{.Export}}"}, paths...)...)) {
			asked.Exports[row[0]] = row[1]
		}
	}
	asked.Compiled = map[string][]string{}
	if paths := given.Needs.Compiled; len(paths) > 0 {
		for _, row := range rows(m.goList(append([]string{"-compiled", "-test", "-f={{range .CompiledGoFiles}}{{$.ImportPath}}\t{{.}}\n{{end}}"}, paths...)...)) {
			asked.Compiled[row[0]] = append(asked.Compiled[row[0]], row[1])
		}
	}
	needed := given.Needs
	given = m.respond(asked)
	if given.Catalog == nil {
		m.t.Fatal("asked twice")
	}
	return given.Catalog, needed
}

// respond goes through JSON, as the program does.
func (m *testModule) respond(asked *request) *answer {
	m.t.Helper()
	text, err := json.Marshal(asked)
	if err != nil {
		m.t.Fatal(err)
	}
	again := new(request)
	if err := json.Unmarshal(text, again); err != nil {
		m.t.Fatal(err)
	}
	given, err := respond(again)
	if err != nil {
		m.t.Fatal(err)
	}
	return given
}

func rows(text string) (all [][2]string) {
	for line := range strings.Lines(text) {
		if path, file, _ := strings.Cut(strings.TrimSpace(line), "\t"); file != "" {
			all = append(all, [2]string{path, file})
		}
	}
	return all
}

func (m *testModule) file(c *catalog, name string) *file {
	m.t.Helper()
	for _, f := range c.Files {
		if f.Path == m.path(name) {
			return f
		}
	}
	m.t.Fatalf("the catalog has no %s", name)
	return nil
}

// sourceOf wraps statements into a function of a package that has things to use.
func sourceOf(statements string) string {
	return strings.ReplaceAll(preamble, "STATEMENTS", statements)
}

const preamble = `package shop

import (
	"encoding/json"
	"maps"
	"net/http"
	"sync"
)

var _, _, _ = json.Marshal, maps.Clone[map[int]int], http.Header{}

type item struct{ prices map[string]int }

type base struct {
	sync.Mutex
	counts map[string]int
}

type Store[K comparable, V any] struct {
	mu   sync.RWMutex
	rows map[K]V
}

type Config struct {
	base
	mu    sync.RWMutex
	data  map[string]int
	lists map[string][]int
	items map[string]*item
	deep  map[string]map[string]int
	views struct {
		mu    sync.Mutex
		pages map[string]int
	}
}

type index map[string]int

var (
	registryMu sync.Mutex
	registry   = map[string]int{}
)

func load() map[string]int { return nil }

func (c *Config) use(s *Store[string, int], p map[string]int, value any, chs []chan int, arr [2]map[string]int) {
	STATEMENTS
}
`

// onMaps are the sites that are about maps, and not about the variables that hold them.
func onMaps(f *file) []site {
	return slices.DeleteFunc(slices.Clone(f.Sites), func(s site) bool { return s.Operations[0] == "load" || s.Operations[0] == "store" })
}
