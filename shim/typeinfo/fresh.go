package main

import (
	"go/ast"
	"go/token"
	"go/types"
)

// isFresh: the variable lies in an object that was made in this function, and nobody can have got at it so far.
func (a *analysis) isFresh(fn *body, root types.Object, x *ast.SelectorExpr) bool {
	path := fieldsTo(fn.done, x)
	if path == nil || root.Pos() < fn.block.Pos() || root.Pos() >= x.Pos() || !a.isMadeHere(fn, root) {
		return false
	}
	before := a.mayRunBefore(fn, root, x)
	fresh := true
	ast.Inspect(fn.block, func(node ast.Node) bool {
		if node == nil || !fresh {
			return false
		}
		switch node := node.(type) {
		case *ast.FuncLit:
			fresh = node.Pos() >= before || !mentions(fn.done, node, root)
			return false
		case *ast.Ident:
			if node != rootOf(x) && node.Pos() < before && fn.done.info.Uses[node] == root {
				fresh = a.keepsToItself(fn.done, node, path)
			}
		}
		return fresh
	})
	return fresh
}

// mayRunBefore is the position up to which statements may run before x does: the end of the loops that x is in, from the
// outermost one that does not make the object anew.
func (a *analysis) mayRunBefore(fn *body, root types.Object, x ast.Node) token.Pos {
	before := x.Pos()
	for node := a.parents[x]; node != nil && node != fn.node; node = a.parents[node] {
		switch node.(type) {
		case *ast.ForStmt, *ast.RangeStmt:
			if root.Pos() < node.Pos() {
				before = node.End()
			}
		}
	}
	ast.Inspect(fn.block, func(node ast.Node) bool {
		if branch, ok := node.(*ast.BranchStmt); ok && branch.Tok == token.GOTO {
			before = fn.block.End()
		}
		return true
	})
	return before
}

// isUnshared: no function literal or pointer has got at a local variable of this function so far.
func (a *analysis) isUnshared(fn *body, name *ast.Ident) bool {
	object := fn.done.info.Uses[name]
	if object == nil || object.Pos() < fn.block.Pos() || object.Pos() >= fn.block.End() {
		return false
	}
	before := a.mayRunBefore(fn, object, name)
	unshared := true
	ast.Inspect(fn.block, func(node ast.Node) bool {
		switch node := node.(type) {
		case *ast.FuncLit:
			unshared = unshared && !(node.Pos() < before && mentions(fn.done, node, object))
		case *ast.UnaryExpr:
			unshared = unshared && !(node.Op == token.AND && node.Pos() < before && mentions(fn.done, node.X, object))
		}
		return unshared
	})
	return unshared
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
