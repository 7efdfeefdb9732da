package main

import (
	"go/ast"
	"go/token"
	"go/types"
)

// fieldsTo are the fields from the variable that x begins with to the one that x selects, embedded ones included. Nil when
// the way leads through a pointer in between: what that points to may be known under other names.
func fieldsTo(done *checked, x *ast.SelectorExpr) []*types.Var {
	selection := done.info.Selections[x]
	if selection == nil || selection.Kind() != types.FieldVal {
		return nil
	}
	var path []*types.Var
	inner, ok := ast.Unparen(x.X).(*ast.SelectorExpr)
	if ok {
		if path = fieldsTo(done, inner); path == nil || isPointer(done.info.TypeOf(inner)) {
			return nil
		}
	} else if rootOf(x) == nil {
		return nil
	}
	t := selection.Recv()
	for i, index := range selection.Index() {
		fields := structOf(t)
		if fields == nil || i > 0 && isPointer(t) {
			return nil
		}
		path = append(path, fields.Field(index))
		t = fields.Field(index).Type()
	}
	return path
}

// rootOf is the name that a selector begins with: x, or (*x).
func rootOf(x *ast.SelectorExpr) *ast.Ident {
	switch inner := ast.Unparen(x.X).(type) {
	case *ast.SelectorExpr:
		return rootOf(inner)
	case *ast.StarExpr:
		name, _ := ast.Unparen(inner.X).(*ast.Ident)
		return name
	case *ast.Ident:
		return inner
	}
	return nil
}

// keepsToItself: a use of the object by which nobody gets at the field that the path leads to.
func (a *analysis) keepsToItself(done *checked, name *ast.Ident, path []*types.Var) bool {
	var last *ast.SelectorExpr
	for node := ast.Node(name); ; node = a.parents[node] {
		outer, ok := a.parents[node].(*ast.SelectorExpr)
		if !ok || outer.X != node {
			break
		}
		if selection := done.info.Selections[outer]; selection == nil || selection.Kind() != types.FieldVal {
			if last == nil {
				return false // a method of the object itself
			}
			break
		}
		last = outer
	}
	if last == nil {
		return false
	}
	used := fieldsTo(done, last)
	for i := range min(len(used), len(path)) {
		if used[i].Origin() != path[i].Origin() {
			return true // another field, whatever becomes of it
		}
	}
	switch {
	case used == nil:
		// Behind a pointer: its first step says whether the way there leads elsewhere, and that is of no help here.
		return a.firstField(done, name) != path[0].Origin()
	case len(used) == len(path):
		return a.operation(done, last) != "escape"
	}
	// What the field lies in: it may be set as a whole, and nothing else.
	assignment, ok := a.parents[last].(*ast.AssignStmt)
	return ok && assignment.Tok == token.ASSIGN && assignment.Lhs[0] == last
}

// firstField is the field that is selected of a name.
func (a *analysis) firstField(done *checked, name *ast.Ident) *types.Var {
	selector, ok := a.parents[name].(*ast.SelectorExpr)
	if !ok {
		return nil
	}
	selection := done.info.Selections[selector]
	if selection == nil || selection.Kind() != types.FieldVal {
		return nil
	}
	fields := structOf(selection.Recv())
	if fields == nil {
		return nil
	}
	return fields.Field(selection.Index()[0]).Origin()
}
