package main

import (
	"go/ast"
	"go/token"
	"go/types"
	"strconv"
	"strings"

	"mapsan.dev/golist"
)

// What maps.Clone can do for a map, and where it can be called.

// isShallow: what the values of a map refer to is shared by a copy.
func (a *analysis) isShallow(done *checked, x ast.Expr) bool {
	m, ok := done.info.TypeOf(x).Underlying().(*types.Map)
	if !ok {
		return false
	}
	_, basic := m.Elem().Underlying().(*types.Basic)
	return !basic
}

// isMapsHidden: the name of package maps means something else at a place.
func (a *analysis) isMapsHidden(done *checked, at token.Pos) bool {
	scope := done.pkg.Scope().Innermost(at)
	if scope == nil {
		return false
	}
	_, object := scope.LookupParent("maps", at)
	imported, ok := object.(*types.PkgName)
	return object != nil && !(ok && imported.Imported().Path() == "maps")
}

// hasMaps tells whether the module that a package belongs to may import package maps, which came with go1.21.
func hasMaps(p *golist.Package) bool {
	if p == nil || p.Module == nil {
		return true
	}
	parts := strings.SplitN(p.Module.GoVersion, ".", 3)
	if len(parts) < 2 {
		return false
	}
	minor, err := strconv.Atoi(parts[1])
	return err == nil && (parts[0] != "1" || minor >= 21)
}
