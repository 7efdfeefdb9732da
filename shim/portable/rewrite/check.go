package main

import (
	"fmt"
	"go/ast"
	"go/importer"
	"go/parser"
	"go/token"
	"go/types"
	"io"
	"os"
	"path/filepath"
	"sort"

	"mapsan.dev/golist"
)

// A source is one file of a package.
type source struct {
	path  string
	bytes []byte
	file  *ast.File
}

// A checked package knows the types of its expressions.
type checked struct {
	listed *golist.Package
	fset   *token.FileSet
	files  []*source
	info   *types.Info
	errors []types.Error
}

// check type-checks a package, with the texts in place of those of its files.
func check(asked *request, packages golist.Index, p *golist.Package, texts map[string][]byte) (*checked, error) {
	c := &checked{listed: p, fset: token.NewFileSet(), info: &types.Info{
		Types: map[ast.Expr]types.TypeAndValue{}, Defs: map[*ast.Ident]types.Object{},
		Uses: map[*ast.Ident]types.Object{}, Selections: map[*ast.SelectorExpr]*types.Selection{},
	}}
	var files []*ast.File
	for _, path := range sortedKeys(texts) {
		parsed, err := parser.ParseFile(c.fset, path, texts[path], parser.SkipObjectResolution|parser.ParseComments)
		if err != nil {
			return nil, err
		}
		files = append(files, parsed)
		c.files = append(c.files, &source{path, texts[path], parsed})
	}
	config := types.Config{
		GoVersion:   p.GoVersion(),
		FakeImportC: true,
		Importer:    newImporter(asked, packages, p, c.fset),
		Sizes:       types.SizesFor("gc", asked.Goarch),
		Error: func(err error) {
			if one, ok := err.(types.Error); ok && !one.Soft {
				c.errors = append(c.errors, one)
			}
		},
	}
	config.Check(p.Path(), c.fset, files, c.info)
	c.errors = c.withoutC()
	return c, nil
}

// withoutC leaves out what is wrong in files that import C only because nothing is known of it; they are not rewritten.
func (c *checked) withoutC() []types.Error {
	var kept []types.Error
	for _, one := range c.errors {
		path := c.fset.PositionFor(one.Pos, false).Filename
		known := true
		for _, file := range c.files {
			known = known && (file.path != path || !importsC(file.file))
		}
		if known {
			kept = append(kept, one)
		}
	}
	return kept
}

// readTexts reads the files that go list names.
func readTexts(p *golist.Package) (map[string][]byte, error) {
	texts := map[string][]byte{}
	for _, path := range p.Files() {
		bytes, err := os.ReadFile(path)
		if err != nil {
			return nil, err
		}
		texts[path] = bytes
	}
	return texts, nil
}

// An exports imports what Go compiled, and the hooks from their sources.
type exports struct {
	asked    *request
	packages golist.Index
	by       *golist.Package
	fset     *token.FileSet
	gc       types.Importer
	hooks    *types.Package
}

func newImporter(asked *request, packages golist.Index, by *golist.Package, fset *token.FileSet) types.Importer {
	e := &exports{asked: asked, packages: packages, by: by, fset: fset}
	e.gc = importer.ForCompiler(fset, "gc", e.open)
	return e
}

func (e *exports) open(path string) (io.ReadCloser, error) {
	found := e.packages.Imported(e.by, path)
	if found == nil || found.Export == "" {
		return nil, fmt.Errorf("%s was not compiled", path)
	}
	return os.Open(found.Export)
}

func (e *exports) Import(path string) (*types.Package, error) {
	switch {
	case path == "unsafe":
		return types.Unsafe, nil
	case path == e.asked.Hooks:
		return e.importHooks()
	}
	return e.gc.Import(path)
}

// importHooks reads the declarations of the hooks only: what their bodies import need not have been compiled.
func (e *exports) importHooks() (*types.Package, error) {
	if e.hooks != nil {
		return e.hooks, nil
	}
	var files []*ast.File
	for _, name := range []string{"hooks.go", "locks.go"} {
		if name == "locks.go" && e.packages["sync"] == nil {
			continue // and nobody has locks
		}
		parsed, err := parser.ParseFile(e.fset, filepath.Join(e.asked.HooksDir, name), nil, parser.SkipObjectResolution)
		if err != nil {
			return nil, err
		}
		var declarations []ast.Decl
		for _, declaration := range parsed.Decls {
			switch one := declaration.(type) {
			case *ast.FuncDecl:
				if one.Name.IsExported() {
					declarations = append(declarations, one)
				}
			case *ast.GenDecl:
				if one.Tok == token.TYPE || one.Tok == token.IMPORT && name == "locks.go" {
					declarations = append(declarations, one)
				}
			}
		}
		parsed.Decls = declarations
		files = append(files, parsed)
	}
	config := types.Config{IgnoreFuncBodies: true, Importer: e.gc, Error: func(error) {}} // imports that bodies alone use
	e.hooks, _ = config.Check(e.asked.Hooks, e.fset, files, nil)
	return e.hooks, nil
}

func sortedKeys[V any](m map[string]V) []string {
	keys := make([]string, 0, len(m))
	for key := range m {
		keys = append(keys, key)
	}
	sort.Strings(keys)
	return keys
}
