package main

import (
	"go/ast"
	"go/token"
	"go/types"
)

// isFresh: the object was made in this function, and nothing but its fields has been used so far.
func (a *analysis) isFresh(fn *body, root types.Object, at token.Pos) bool {
	if root.Pos() < fn.block.Pos() || root.Pos() >= at || !a.isMadeHere(fn, root) {
		return false
	}
	fresh := true
	ast.Inspect(fn.block, func(node ast.Node) bool {
		if node == nil || !fresh {
			return false
		}
		switch node := node.(type) {
		case *ast.FuncLit:
			if node.Pos() < at && mentions(fn.done, node, root) {
				fresh = false
			}
			return false
		case *ast.ForStmt, *ast.RangeStmt:
			// What comes later in a loop comes before as well.
			if node.Pos() < at && at < node.End() && node.Pos() > root.Pos() {
				fresh = false
			}
		case *ast.Ident:
			if node.Pos() < at && fn.done.info.Uses[node] == root && !a.isOnlyField(fn.done, node) {
				fresh = false
			}
		}
		return fresh
	})
	return fresh
}

// isUnshared: no function literal has got at a local variable of this function so far.
func (a *analysis) isUnshared(fn *body, object types.Object, at token.Pos) bool {
	if object == nil || object.Pos() < fn.block.Pos() || object.Pos() >= fn.block.End() {
		return false
	}
	unshared := true
	ast.Inspect(fn.block, func(node ast.Node) bool {
		switch node := node.(type) {
		case *ast.FuncLit:
			if node.Pos() < at && mentions(fn.done, node, object) {
				unshared = false
			}
		case *ast.ForStmt, *ast.RangeStmt:
			if node.Pos() < at && at < node.End() && node.Pos() > object.Pos() && hasLiteral(fn.done, node, object) {
				unshared = false
			}
		case *ast.UnaryExpr:
			if node.Op == token.AND && node.Pos() < at && mentions(fn.done, node.X, object) {
				unshared = false
			}
		}
		return unshared
	})
	return unshared
}

// hasLiteral: a function literal in the node uses the variable.
func hasLiteral(done *checked, node ast.Node, object types.Object) bool {
	found := false
	ast.Inspect(node, func(inner ast.Node) bool {
		literal, ok := inner.(*ast.FuncLit)
		found = found || ok && mentions(done, literal, object)
		return !found
	})
	return found
}

// isMadeHere: x := &T{…}, T{…}, new(T), or var x T.
func (a *analysis) isMadeHere(fn *body, root types.Object) bool {
	made := false
	ast.Inspect(fn.block, func(node ast.Node) bool {
		switch node := node.(type) {
		case *ast.AssignStmt:
			for i, target := range node.Lhs {
				if name, ok := target.(*ast.Ident); ok && fn.done.info.Defs[name] == root && len(node.Lhs) == len(node.Rhs) {
					made = isComposite(node.Rhs[i])
				}
			}
		case *ast.ValueSpec:
			for i, name := range node.Names {
				if fn.done.info.Defs[name] == root {
					made = node.Values == nil && !isPointer(root.Type()) || len(node.Values) == len(node.Names) && isComposite(node.Values[i])
				}
			}
		}
		return true
	})
	return made
}

func isComposite(x ast.Expr) bool {
	switch x := ast.Unparen(x).(type) {
	case *ast.CompositeLit:
		return true
	case *ast.UnaryExpr:
		return x.Op == token.AND && isComposite(x.X)
	case *ast.CallExpr:
		name, ok := x.Fun.(*ast.Ident)
		return ok && name.Name == "new"
	}
	return false
}

func mentions(done *checked, node ast.Node, object types.Object) bool {
	found := false
	ast.Inspect(node, func(inner ast.Node) bool {
		if name, ok := inner.(*ast.Ident); ok && done.info.Uses[name] == object {
			found = true
		}
		return !found
	})
	return found
}

// isOnlyField: x.f, and no method of x, nor x itself.
func (a *analysis) isOnlyField(done *checked, name *ast.Ident) bool {
	selector, ok := a.parents[name].(*ast.SelectorExpr)
	if !ok || selector.X != name {
		return false
	}
	selection := done.info.Selections[selector]
	if selection == nil || selection.Kind() != types.FieldVal {
		return false
	}
	address, ok := a.parents[selector].(*ast.UnaryExpr)
	return !ok || address.Op != token.AND
}
