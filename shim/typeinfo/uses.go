package main

import (
	"go/ast"
	"go/types"
	"maps"
	"slices"
	"strings"
)

// packages in the order of their paths.
func (a *analysis) packages() []*checked {
	return slices.SortedFunc(maps.Keys(a.usages), func(a, b *checked) int { return strings.Compare(a.pkg.Path(), b.pkg.Path()) })
}

// usesOf a variable, in the order of the source.
func usesOf(done *checked, object types.Object) []*ast.Ident {
	var found []*ast.Ident
	for name, used := range done.info.Uses {
		if used == object {
			found = append(found, name)
		}
	}
	slices.SortFunc(found, func(a, b *ast.Ident) int { return int(a.Pos() - b.Pos()) })
	return found
}
