package main

import (
	"fmt"
	"go/ast"
	"go/types"
	"path/filepath"
	"strings"

	"mapsan.dev/golist"
)

// A lockPlaces is where a package takes locks: the hooks name places by their numbers.
type lockPlaces struct {
	symbols string // what the names of its functions begin with
	all     []lockPlace
}

type lockPlace struct {
	file     string
	line     int
	function string
}

func newLockPlaces(p *golist.Package) *lockPlaces {
	return &lockPlaces{symbols: symbolsOf(p)}
}

// symbolsOf is what stacks call the package: the linker writes dots of a path's last element as %2e.
func symbolsOf(p *golist.Package) string {
	if p.Name == "main" {
		return "main"
	}
	folder, last := filepath.Split(p.Path())
	return folder + strings.ReplaceAll(last, ".", "%2e")
}

func (l *lockPlaces) add(path string, line int, function string) int {
	l.all = append(l.all, lockPlace{filepath.Base(path), line, l.symbols + "." + function})
	return len(l.all) - 1
}

// text is the list as Go writes it.
func (l *lockPlaces) text() string {
	var b strings.Builder
	b.WriteString("\nvar mapsan_places = mapsan_hooks.Places([]mapsan_hooks.Place{\n")
	for _, one := range l.all {
		fmt.Fprintf(&b, "\t{File: %q, Line: %d, Function: %q},\n", one.file, one.line, one.function)
	}
	b.WriteString("})\n")
	return b.String()
}

// functionName is the declaration's part of a symbol: `(*Store).Put`.
func functionName(declaration *ast.FuncDecl) string {
	if declaration.Recv == nil || len(declaration.Recv.List) == 0 {
		return declaration.Name.Name
	}
	t, isPointer := declaration.Recv.List[0].Type, false
	if star, ok := unparen(t).(*ast.StarExpr); ok {
		t, isPointer = star.X, true
	}
	name := ""
	switch t := unparen(t).(type) {
	case *ast.IndexExpr:
		name = types.ExprString(t.X) + "[...]"
	case *ast.IndexListExpr:
		name = types.ExprString(t.X) + "[...]"
	default:
		name = types.ExprString(t)
	}
	if isPointer {
		name = "(*" + name + ")"
	}
	return name + "." + declaration.Name.Name
}
