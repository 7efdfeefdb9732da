package main

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"maps"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"

	"mapsan.dev/golist"
)

// What is known of each package is kept under a key made of its files and of what its imports declare. A change inside of
// a function thus costs the check of one package, not of all that import it.

// An entry is what is kept of one package.
type entry struct {
	// Names all that importers can see, with the lines of what they may name.
	API      string     `json:"api"`
	Files    []*file    `json:"files"`
	Rewrites []*rewrite `json:"rewrites"`
}

type entries struct {
	program *program
	// What every key begins with.
	build string
	keys  map[*golist.Package]string
	apis  map[*golist.Package]string
	found map[*golist.Package]*entry
}

func openEntries(p *program) *entries {
	e := &entries{program: p, keys: map[*golist.Package]string{}, apis: map[*golist.Package]string{}, found: map[*golist.Package]*entry{}}
	e.build = fmt.Sprint(schema, runtime.Version(), executableName(), p.Goarch, p.Build)
	return e
}

// The name of the program's folder is made of its sources.
func executableName() string {
	path, err := os.Executable()
	if err != nil {
		return ""
	}
	return path
}

// missing are the own packages that nothing is known of, dependencies first.
func (e *entries) missing() []*golist.Package {
	var missing []*golist.Package
	for _, p := range e.program.own {
		e.api(p)
		if e.found[p] == nil {
			missing = append(missing, p)
		}
	}
	return missing
}

// api is equal for packages that declare the same; it looks the package up on the way.
func (e *entries) api(p *golist.Package) string {
	if api, known := e.apis[p]; known {
		return api
	}
	e.apis[p] = "" // in case of a cycle, of which go list has told
	if !isOwn(p) {
		e.apis[p] = digest(p.ImportPath, versionOf(p.Module), e.imports(p))
		if e.program.isOwn(p) { // one of those that were asked for besides, which do not change
			e.keys[p] = digest(e.build, p.Dir, e.apis[p])
			e.found[p] = e.read(p)
		}
		return e.apis[p]
	}
	parts := []any{e.build, p.ImportPath, p.Dir, p.Name, p.GoVersion()}
	for _, path := range p.Files() {
		parts = append(parts, path, e.program.hashOf(path))
	}
	imports := e.imports(p)
	e.keys[p] = digest(append(parts, imports)...)
	if kept := e.read(p); kept != nil {
		e.found[p] = kept
		e.apis[p] = kept.API
	} else {
		e.apis[p] = digest(e.program.declarations(p), imports)
	}
	return e.apis[p]
}

func (e *entries) imports(p *golist.Package) []string {
	var apis []string
	for _, path := range slices.Sorted(slices.Values(p.Imports)) {
		apis = append(apis, path)
		if imported := e.program.byID.Imported(p, path); imported != nil {
			apis = append(apis, e.api(imported))
		}
	}
	return apis
}

func versionOf(m *golist.Module) string {
	if m == nil {
		return ""
	}
	return m.Path + "@" + m.Version + "=" + versionOf(m.Replace)
}

// declarations is the text of a package without the bodies of its functions. The lines of functions do not count: nothing
// in the entry of another package speaks of them.
func (p *program) declarations(of *golist.Package) string {
	var all strings.Builder
	for _, path := range of.Files() {
		source := p.texts[path]
		if source == nil {
			continue
		}
		fset := token.NewFileSet()
		parsed, err := parser.ParseFile(fset, path, source.bytes, parser.SkipObjectResolution)
		if err != nil {
			all.Write(source.bytes) // positions in what is broken may be out of it
			continue
		}
		file := fset.File(parsed.FileStart)
		for _, declaration := range parsed.Decls {
			end := declaration.End()
			if function, ok := declaration.(*ast.FuncDecl); !ok {
				fmt.Fprintln(&all, fset.Position(declaration.Pos()))
			} else if function.Body != nil {
				end = function.Body.Pos()
			}
			all.Write(source.bytes[file.Offset(declaration.Pos()):file.Offset(end)])
		}
	}
	return hash([]byte(all.String()))
}

func (e *entries) place(p *golist.Package) string {
	key := e.keys[p]
	return filepath.Join(e.program.Cache, key[:2], key+".json")
}

func (e *entries) read(p *golist.Package) *entry {
	bytes, err := os.ReadFile(e.place(p))
	if err != nil {
		return nil
	}
	kept := new(entry)
	if json.Unmarshal(bytes, kept) != nil {
		return nil
	}
	return kept
}

// put takes what was found out, and keeps it for other runs if it is whole: what was missing may be there the next time.
func (e *entries) put(p *golist.Package, files []*file, rewrites []*rewrite, whole bool) {
	kept := &entry{e.apis[p], files, rewrites}
	e.found[p] = kept
	if !whole {
		return
	}
	bytes, err := json.Marshal(kept)
	if err != nil {
		return
	}
	place := e.place(p)
	if os.MkdirAll(filepath.Dir(place), 0o777) != nil {
		return
	}
	draft, err := os.CreateTemp(filepath.Dir(place), ".draft-*")
	if err != nil {
		return
	}
	_, err = draft.Write(bytes)
	if closed := draft.Close(); err == nil {
		err = closed
	}
	if err == nil {
		err = os.Rename(draft.Name(), place)
	}
	if err != nil {
		os.Remove(draft.Name())
	}
}

// files are all of the catalog, in the order of their paths.
func (e *entries) files() []*file {
	byPath := map[string]*file{}
	for _, p := range e.program.own {
		if e.found[p] == nil {
			continue
		}
		for _, f := range e.found[p].Files {
			byPath[f.Path] = f
		}
	}
	all := []*file{}
	for _, path := range slices.Sorted(maps.Keys(byPath)) {
		all = append(all, byPath[path])
	}
	return all
}

// rewrites are those of all packages, in the order of their paths.
func (e *entries) rewrites() []*rewrite {
	all := []*rewrite{}
	for _, p := range e.program.own {
		if e.found[p] != nil {
			all = append(all, e.found[p].Rewrites...)
		}
	}
	slices.SortFunc(all, func(a, b *rewrite) int { return cmp.Compare(a.Path, b.Path) })
	return all
}

func digest(parts ...any) string {
	text, err := json.Marshal(parts)
	if err != nil {
		panic(err) // strings and lists of strings
	}
	sum := sha256.Sum256(text)
	return hex.EncodeToString(sum[:16])
}
