package main

import (
	"errors"
	"fmt"
	"go/ast"
	"go/importer"
	"go/parser"
	"go/token"
	"go/types"
	"io"
	"os"
	"path/filepath"
	"slices"

	"mapsan.dev/golist"
)

// A checker type-checks own packages from their sources. Bodies of functions are looked at only where sites are wanted.
type checker struct {
	program *program
	fset    *token.FileSet
	wanted  map[*golist.Package]bool
	done    map[*golist.Package]*checked
	others  types.Importer
	failed  []string
}

type checked struct {
	listed *golist.Package
	fset   *token.FileSet
	files  []*ast.File
	pkg    *types.Package
	info   *types.Info
	broken bool // something could not be understood
}

func openChecker(p *program, wanted []*golist.Package) *checker {
	c := &checker{program: p, fset: token.NewFileSet(), wanted: map[*golist.Package]bool{}, done: map[*golist.Package]*checked{}}
	for _, one := range wanted {
		c.wanted[one] = true
	}
	c.others = importer.ForCompiler(c.fset, "gc", c.export)
	return c
}

// needsFor tells what it takes from the go command to check these packages, and the own ones that they import.
func (p *program) needsFor(wanted []*golist.Package) *needs {
	asked := &needs{Exports: []string{}, Compiled: []string{}}
	seen := map[*golist.Package]bool{}
	var visit func(*golist.Package)
	visit = func(one *golist.Package) {
		if seen[one] {
			return
		}
		seen[one] = true
		if !p.isOwn(one) {
			asked.Exports = append(asked.Exports, one.Path())
			return
		}
		imports := one.Imports
		if len(one.CgoFiles) > 0 {
			asked.Compiled = append(asked.Compiled, one.Path())
			imports = slices.Concat(imports, []string{"runtime/cgo", "syscall"}) // of the files that cgo makes
		}
		for _, path := range imports {
			if imported := p.byID.Imported(one, path); imported != nil && path != "unsafe" {
				visit(imported)
			}
		}
	}
	for _, one := range wanted {
		visit(one)
	}
	slices.Sort(asked.Exports)
	asked.Exports = slices.Compact(asked.Exports)
	slices.Sort(asked.Compiled)
	asked.Compiled = slices.Compact(asked.Compiled)
	return asked
}

func (c *checker) export(path string) (io.ReadCloser, error) {
	file := c.program.Exports[path]
	if file == "" {
		return nil, fmt.Errorf("%s was not compiled", path)
	}
	return os.Open(file)
}

// check type-checks a package as far as that goes.
func (c *checker) check(p *golist.Package) *checked {
	if done := c.done[p]; done != nil {
		return done
	}
	result := &checked{listed: p, fset: c.fset, pkg: types.NewPackage(p.Path(), p.Name)}
	c.done[p] = result // in case of a cycle, of which go list has told
	if c.wanted[p] {
		result.info = &types.Info{
			Types:      map[ast.Expr]types.TypeAndValue{},
			Defs:       map[*ast.Ident]types.Object{},
			Uses:       map[*ast.Ident]types.Object{},
			Selections: map[*ast.SelectorExpr]*types.Selection{},
		}
	}
	result.files = c.parse(result)
	config := types.Config{
		GoVersion:        p.GoVersion(),
		IgnoreFuncBodies: !c.wanted[p],
		FakeImportC:      true,
		Importer:         importerFunc(func(path string) (*types.Package, error) { return c.importFor(p, path) }),
		Sizes:            types.SizesFor("gc", c.program.Goarch),
		Error: func(err error) {
			result.broken = true
			if c.wanted[p] && len(c.failed) < problemsNamed {
				c.failed = append(c.failed, err.Error())
			}
		},
	}
	if pkg, _ := config.Check(p.Path(), c.fset, result.files, result.info); pkg != nil {
		result.pkg = pkg
	}
	return result
}

const problemsNamed = 10

func (c *checker) problems() []string {
	if c.failed == nil {
		return []string{}
	}
	return c.failed
}

func (c *checker) importFor(p *golist.Package, path string) (*types.Package, error) {
	if path == "unsafe" {
		return types.Unsafe, nil
	}
	imported := c.program.byID.Imported(p, path)
	if imported == nil {
		return nil, fmt.Errorf("%s was not found", path)
	}
	if !c.program.isOwn(imported) {
		return c.others.Import(imported.Path())
	}
	done := c.check(imported)
	if !done.pkg.Complete() {
		return nil, errors.New("import cycle")
	}
	return done.pkg, nil
}

// parse reads the files that the compiler gets, which cgo may have made. They are named as if they lay in the package's
// folder, so that the names in //line directives are relative to it.
func (c *checker) parse(result *checked) []*ast.File {
	p := result.listed
	paths := p.Files()
	if compiled := c.program.Compiled[p.ImportPath]; compiled != nil {
		paths = nil
		for _, path := range compiled {
			paths = append(paths, golist.Absolute(p.Dir, path))
		}
	}
	var files []*ast.File
	for _, path := range paths {
		source, known := c.program.texts[path]
		if !known {
			bytes, err := c.program.sources.read(path)
			if err != nil {
				continue
			}
			source = &text{bytes: bytes}
		}
		parsed, err := parser.ParseFile(c.fset, filepath.Join(p.Dir, filepath.Base(path)), source.bytes, parser.SkipObjectResolution|parser.ParseComments)
		result.broken = result.broken || err != nil
		if parsed != nil {
			files = append(files, parsed)
		}
	}
	return files
}

type importerFunc func(path string) (*types.Package, error)

func (f importerFunc) Import(path string) (*types.Package, error) { return f(path) }
