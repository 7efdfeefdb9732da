package main

import (
	"fmt"
	"go/ast"
	"go/token"
	"go/types"
	"slices"
)

// A mapValue is an expression that gives a map.
type mapValue struct {
	Start int    `json:"start"`
	End   int    `json:"end"`
	How   string `json:"how"` // literal, make, nil, or other
	Type  string `json:"type"`
	// Why somebody else may know the map as well; empty when nobody can.
	Why string `json:"why"`
}

// valueOf says how an expression makes a map.
func (a *analysis) valueOf(done *checked, x ast.Expr) *mapValue {
	text := func(node ast.Node) string {
		if source := a.program.texts[a.fset.File(node.Pos()).Name()]; source != nil {
			return string(source.bytes[a.offset(node.Pos()):a.offset(node.End())])
		}
		return ""
	}
	made := &mapValue{Start: a.offset(x.Pos()), End: a.offset(x.End()), How: "other"}
	switch value := x.(type) {
	case *ast.CompositeLit:
		if value.Type != nil {
			made.How, made.Type = "literal", text(value.Type)
		}
	case *ast.CallExpr:
		name, ok := value.Fun.(*ast.Ident)
		if ok && name.Name == "make" && isBuiltin(done, name) && !slices.ContainsFunc(value.Args[1:], hasCall) {
			made.How, made.Type = "make", text(value.Args[0])
		}
	case *ast.Ident:
		if isBuiltinNil(done, value) {
			made.How = "nil"
		}
	}
	if made.How == "other" {
		made.Why = a.knownToOthers(done, x, map[string]bool{})
	} else if made.How == "literal" && hasCall(x) {
		made.How = "other"
	}
	return made
}

func isBuiltin(done *checked, name *ast.Ident) bool {
	_, ok := done.info.Uses[name].(*types.Builtin)
	return ok
}

func isBuiltinNil(done *checked, name *ast.Ident) bool {
	_, ok := done.info.Uses[name].(*types.Nil)
	return ok
}

// hasCall: something happens when x is evaluated, be it but a panic.
func hasCall(x ast.Expr) bool {
	found := false
	ast.Inspect(x, func(node ast.Node) bool {
		switch inner := node.(type) {
		case *ast.FuncLit:
			return false
		case *ast.CallExpr:
			if name, ok := inner.Fun.(*ast.Ident); !ok || name.Name != "len" {
				found = true
			}
		case *ast.UnaryExpr:
			found = found || inner.Op == token.ARROW
		}
		return !found
	})
	return found
}

// knownToOthers says why a map may be known under another name once it is stored; empty when it was made for that alone.
func (a *analysis) knownToOthers(done *checked, x ast.Expr, seen map[string]bool) string {
	shared := fmt.Sprintf("%s, which is stored at %s, may be known to others, who could change it", types.ExprString(x), a.shortPlace(x.Pos()))
	switch x := ast.Unparen(x).(type) {
	case *ast.CompositeLit:
		return ""
	case *ast.CallExpr:
		if name, ok := x.Fun.(*ast.Ident); ok && name.Name == "make" && isBuiltin(done, name) {
			return ""
		}
		callee := done.callee(x.Fun)
		if callee == nil {
			return shared
		}
		if slices.Contains([]string{"maps.Clone", "maps.Collect"}, callee.FullName()) {
			return ""
		}
		fn := a.bodies[a.key(callee.Pos())]
		if fn == nil || seen[fn.key] || callee.Signature().Results().Len() != 1 {
			return shared
		}
		seen[fn.key] = true
		why := ""
		ast.Inspect(fn.block, func(node ast.Node) bool {
			if _, literal := node.(*ast.FuncLit); literal {
				return false
			}
			if given, ok := node.(*ast.ReturnStmt); ok && (len(given.Results) != 1 || a.knownToOthers(fn.done, given.Results[0], seen) != "") {
				why = shared
			}
			return true
		})
		return why
	case *ast.Ident:
		if isBuiltinNil(done, x) || a.isGivenUp(done, x) {
			return ""
		}
	}
	return shared
}

// isGivenUp: a local variable whose map was made where it is declared, and of which this is the last use; before, its entries
// were used and nothing else.
func (a *analysis) isGivenUp(done *checked, x *ast.Ident) bool {
	fn, object := a.bodyAround(x), done.info.Uses[x]
	if fn == nil || object == nil || object.Pos() < fn.block.Pos() || object.Pos() >= x.Pos() || a.usages[done].addressed[object] || a.usages[done].captured[object] {
		return false
	}
	for node := a.parents[x]; node != nil && node != fn.node; node = a.parents[node] {
		switch node.(type) {
		case *ast.ForStmt, *ast.RangeStmt:
			if object.Pos() < node.Pos() {
				return false
			}
		}
	}
	var declaration ast.Node
	for name, defined := range done.info.Defs {
		if defined == object {
			declaration = a.parents[name]
			if !isMapMadeAt(declaration, name) {
				return false
			}
		}
	}
	for name, used := range done.info.Uses {
		if used != object || name == x {
			continue
		}
		if op := a.operation(done, name); name.Pos() > x.Pos() || op != "read" && op != "write" && op != "load" {
			return false
		}
	}
	return declaration != nil
}
