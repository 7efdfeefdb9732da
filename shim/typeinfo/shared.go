package main

import (
	"go/ast"
	"go/token"
	"go/types"
)

// Which variables several goroutines can reach: those of packages, what is reached through a pointer, elements of slices;
// of local variables those whose address is taken, and those that a closure shares because they are assigned again. The
// compiler keeps these in memory anyway, so taking their address once more moves none of them to the heap.

// A usage is how the local variables of a package are used.
type usage struct {
	*checked
	declaredIn map[types.Object]ast.Node
	captured   map[types.Object]bool
	assigned   map[types.Object]bool
	addressed  map[types.Object]bool
}

// findShared are the local variables that several goroutines can reach.
func findShared(done *checked) map[any]bool {
	u := &usage{done, map[types.Object]ast.Node{}, map[types.Object]bool{}, map[types.Object]bool{}, map[types.Object]bool{}}
	for _, file := range done.files {
		u.walk(file, nil)
	}
	shared := map[any]bool{}
	for object := range u.declaredIn {
		shared[object] = u.addressed[object] || u.captured[object] && u.assigned[object]
	}
	return shared
}

// walk goes through what lies in one function, and then in those inside of it. Declarations come before uses in the source.
func (u *usage) walk(root, function ast.Node) {
	ast.Inspect(root, func(node ast.Node) bool {
		switch node := node.(type) {
		case *ast.FuncDecl:
			if node != root {
				u.walk(node, node)
				return false
			}
		case *ast.FuncLit:
			if node != root {
				u.walk(node, node)
				return false
			}
		case *ast.Ident:
			if defined := u.info.Defs[node]; defined != nil {
				u.declaredIn[defined] = function
			} else if used, ok := u.info.Uses[node].(*types.Var); ok && u.declaredIn[used] != function {
				u.captured[used] = true
			}
		case *ast.AssignStmt:
			for _, target := range node.Lhs {
				u.mark(u.assigned, target)
			}
		case *ast.IncDecStmt:
			u.mark(u.assigned, node.X)
		case *ast.RangeStmt:
			u.mark(u.assigned, node.Key)
			u.mark(u.assigned, node.Value)
		case *ast.UnaryExpr:
			if node.Op == token.AND {
				u.mark(u.addressed, node.X)
			}
		case *ast.SliceExpr:
			if u.isArray(node.X) {
				u.mark(u.addressed, node.X)
			}
		case *ast.SelectorExpr:
			if u.takesAddress(node) {
				u.mark(u.addressed, node.X)
			}
		}
		return true
	})
}

// takesAddress tells whether it is a method for whose receiver the compiler takes the address of x.
func (c *checked) takesAddress(node *ast.SelectorExpr) bool {
	selection := c.info.Selections[node]
	if selection == nil || selection.Kind() != types.MethodVal || selection.Indirect() {
		return false
	}
	method, ok := selection.Obj().(*types.Func)
	if !ok || method.Signature().Recv() == nil {
		return false
	}
	_, wantsPointer := method.Signature().Recv().Type().(*types.Pointer)
	return wantsPointer
}

// mark marks the local variable that holds x in itself.
func (u *usage) mark(set map[types.Object]bool, x ast.Expr) {
	if x == nil {
		return
	}
	switch x := ast.Unparen(x).(type) {
	case *ast.Ident:
		if used := u.info.Uses[x]; used != nil {
			set[used] = true
		}
	case *ast.SelectorExpr:
		if selection := u.info.Selections[x]; selection != nil && selection.Kind() == types.FieldVal && !selection.Indirect() {
			u.mark(set, x.X)
		}
	case *ast.IndexExpr:
		if u.isArray(x.X) {
			u.mark(set, x.X)
		}
	}
}

func (c *checked) isArray(x ast.Expr) bool {
	t := c.info.TypeOf(x)
	if t == nil {
		return false
	}
	_, ok := t.Underlying().(*types.Array)
	return ok
}

// isSharedVariable tells whether x is a variable that other goroutines can reach.
func (r *rewriter) isSharedVariable(x ast.Expr) bool {
	if !r.info.Types[x].Addressable() {
		return false
	}
	switch x := ast.Unparen(x).(type) {
	case *ast.Ident:
		object, ok := r.info.Uses[x].(*types.Var)
		return ok && (r.shared[object] || object.Pkg() != nil && object.Parent() == object.Pkg().Scope())
	case *ast.SelectorExpr:
		selection := r.info.Selections[x]
		return selection == nil || selection.Indirect() || r.isSharedVariable(x.X)
	case *ast.IndexExpr:
		return !r.isArray(x.X) || r.isSharedVariable(x.X)
	case *ast.StarExpr:
		return true
	}
	return false
}

// isPlain tells whether the variable x can be named again at another place: nothing is called or looked up on the way.
func (r *rewriter) isPlain(x ast.Expr) bool {
	switch x := ast.Unparen(x).(type) {
	case *ast.Ident, *ast.BasicLit:
		return true
	case *ast.SelectorExpr:
		return r.isPlain(x.X)
	case *ast.StarExpr:
		return r.isPlain(x.X)
	case *ast.IndexExpr:
		return !isMap(r.typeOf(x.X)) && r.isPlain(x.X) && r.isPlain(x.Index)
	}
	return false
}
