// Package golist knows what `go list -deps -test -json` says of packages. It is in a module of its own because the
// helpers that read it are made by different Go versions: it keeps to the language of the oldest.
package golist

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"path/filepath"
	"strings"
)

// A Package is what is used of go list's answer about one.
type Package struct {
	ImportPath string
	Dir        string
	Name       string
	Standard   bool
	DepOnly    bool
	ForTest    string
	Export     string
	GoFiles    []string
	CgoFiles   []string
	Imports    []string
	ImportMap  map[string]string
	Module     *Module

	EmbedFiles      []string
	TestEmbedFiles  []string
	XTestEmbedFiles []string
}

type Module struct {
	Path      string
	Version   string
	Main      bool
	GoVersion string
	Replace   *Module
}

// Read reads the objects that go list prints one after the other. The order is go list's: dependencies first.
func Read(text string) ([]*Package, error) {
	var all []*Package
	for decoder := json.NewDecoder(strings.NewReader(text)); ; {
		one := new(Package)
		switch err := decoder.Decode(one); {
		case errors.Is(err, io.EOF):
			return all, nil
		case err != nil:
			return nil, fmt.Errorf("go list's answer: %w", err)
		}
		all = append(all, one)
	}
}

// Path is the import path without the program that a variant is for: `p [p.test]`.
func (p *Package) Path() string {
	path, _, _ := strings.Cut(p.ImportPath, " ")
	return path
}

// IsTestMain tells whether it is the main package that go test makes up.
func (p *Package) IsTestMain() bool {
	return p.Name == "main" && strings.HasSuffix(p.ImportPath, ".test")
}

// Files are the package's sources, as absolute paths.
func (p *Package) Files() []string {
	var paths []string
	for _, names := range [][]string{p.GoFiles, p.CgoFiles} {
		for _, name := range names {
			paths = append(paths, Absolute(p.Dir, name))
		}
	}
	return paths
}

// Embedded are the files whose text packages or their tests embed, by their absolute paths.
func Embedded(all []*Package) map[string]bool {
	paths := map[string]bool{}
	for _, p := range all {
		for _, names := range [][]string{p.EmbedFiles, p.TestEmbedFiles, p.XTestEmbedFiles} {
			for _, name := range names {
				paths[Absolute(p.Dir, name)] = true
			}
		}
	}
	return paths
}

// GoVersion is the language version of the package's module. Where go.mod says none, cmd/go compiles with -lang=go1.16.
func (p *Package) GoVersion() string {
	switch {
	case p.Module == nil:
		return ""
	case p.Module.GoVersion == "":
		return "go1.16"
	}
	return "go" + p.Module.GoVersion
}

// An Index finds packages by what go list calls them, variants included.
type Index map[string]*Package

func IndexOf(all []*Package) Index {
	index := Index{}
	for _, one := range all {
		index[one.ImportPath] = one
	}
	return index
}

// Imported is the package that another one means by a path; nil when go list did not find it.
func (i Index) Imported(by *Package, path string) *Package {
	if id, mapped := by.ImportMap[path]; mapped {
		path = id
	}
	return i[path]
}

// Choose picks one of the variants that go list names for a package, of those that are wanted: the one with its own tests'
// files, else the plain one. The others, built for tests of other packages, have the same files.
func Choose(all []*Package, wanted func(*Package) bool) []*Package {
	best := map[string]*Package{}
	rank := func(one *Package) int {
		switch one.ForTest {
		case one.Path():
			return 2
		case "":
			return 1
		}
		return 0
	}
	for _, one := range all {
		if known := best[one.Path()]; wanted(one) && (known == nil || rank(one) > rank(known)) {
			best[one.Path()] = one
		}
	}
	var chosen []*Package
	for _, one := range all {
		if best[one.Path()] == one {
			chosen = append(chosen, one)
		}
	}
	return chosen
}

func Absolute(dir, path string) string {
	if filepath.IsAbs(path) {
		return path
	}
	return filepath.Join(dir, path)
}
