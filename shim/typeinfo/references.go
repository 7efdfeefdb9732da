package main

import (
	"fmt"
	"go/ast"
	"go/token"
	"go/types"
	"strings"
)

// A reference is what holds a field, as it can be written again, and as it is compared.
type reference struct {
	text string
	// The same with names that are declared elsewhere told apart.
	canonical string
	root      types.Object
	unstable  string
}

// referenceTo is the holder of what is selected by path from x, the last step left out.
func (w *walker) referenceTo(x ast.Expr, t types.Type, path []int) reference {
	made := w.reference(x)
	for _, index := range path {
		fields := structOf(t)
		if fields == nil {
			made.unstable = "what holds it is not known"
			return made
		}
		field := fields.Field(index)
		if made.text != "" {
			made.text += "." + field.Name()
			made.canonical += "." + field.Name()
		}
		t = field.Type()
		if isPointer(t) {
			made.unstable = made.text + " is a pointer, which may change"
		}
	}
	return made
}

func (w *walker) reference(x ast.Expr) reference {
	info := w.fn.done.info
	switch x := ast.Unparen(x).(type) {
	case *ast.Ident:
		object := info.ObjectOf(x)
		if object == nil {
			return reference{x.Name, x.Name, nil, x.Name + " is not known"}
		}
		made := reference{x.Name, fmt.Sprintf("%s@%s", x.Name, w.analysis.key(object.Pos())), object, ""}
		if w.isCopy(object) {
			made.unstable = x.Name + " is a copy, with a lock of its own"
		}
		usage := w.usages[w.fn.done]
		if isPointer(object.Type()) && (usage.assigned[object] || usage.addressed[object]) {
			made.unstable = x.Name + " is assigned again"
		}
		return made
	case *ast.StarExpr:
		return w.reference(x.X)
	case *ast.UnaryExpr:
		if x.Op == token.AND {
			return w.reference(x.X)
		}
	case *ast.SelectorExpr:
		selection := info.Selections[x]
		if selection == nil || selection.Kind() != types.FieldVal {
			return reference{types.ExprString(x), types.ExprString(x), nil, types.ExprString(x) + " is a variable of another package"}
		}
		return w.referenceTo(x.X, selection.Recv(), selection.Index())
	}
	text := types.ExprString(x)
	return reference{text, text, nil, text + " may be another object the next time"}
}

// isCopy: a receiver or parameter that is a struct and no pointer to one.
func (w *walker) isCopy(object types.Object) bool {
	variable, ok := object.(*types.Var)
	if !ok || variable.IsField() || isPointer(variable.Type()) || structOf(variable.Type()) == nil {
		return false
	}
	for _, fn := range w.bodies {
		if variable.Pos() > fn.node.Pos() && variable.Pos() < fn.block.Pos() {
			return true
		}
	}
	return false
}

func isPointer(t types.Type) bool {
	_, ok := types.Unalias(t).Underlying().(*types.Pointer)
	return ok
}

// lockRefOf is the mutex whose method is selected, and how its holder is written.
func (w *walker) lockRefOf(selector *ast.SelectorExpr, selection *types.Selection) (lockRef, string) {
	if path := selection.Index(); len(path) > 1 { // an embedded mutex
		holder := follow(selection.Recv(), path[:len(path)-2])
		if holder.fields == nil {
			return lockRef{}, ""
		}
		base := w.referenceTo(selector.X, selection.Recv(), path[:len(path)-2])
		return lockRef{w.key(holder.fields.Field(path[len(path)-2]).Pos()), base.canonical}, base.text
	}
	x := ast.Unparen(selector.X)
	if address, ok := x.(*ast.UnaryExpr); ok && address.Op == token.AND {
		x = ast.Unparen(address.X)
	}
	switch x := x.(type) {
	case *ast.Ident:
		if variable, ok := w.fn.done.info.ObjectOf(x).(*types.Var); ok && mutexType(variable.Type()) != "" {
			return lockRef{w.key(variable.Pos()), ""}, ""
		}
	case *ast.SelectorExpr:
		inner := w.fn.done.info.Selections[x]
		if inner == nil {
			if variable, ok := w.fn.done.info.Uses[x.Sel].(*types.Var); ok && mutexType(variable.Type()) != "" {
				return lockRef{w.key(variable.Pos()), ""}, ""
			}
			return lockRef{}, ""
		}
		if variable, ok := inner.Obj().(*types.Var); ok && mutexType(variable.Type()) != "" {
			base := w.referenceTo(x.X, inner.Recv(), inner.Index()[:len(inner.Index())-1])
			return lockRef{w.key(variable.Origin().Pos()), base.canonical}, base.text
		}
	}
	return lockRef{}, ""
}

// receiverBase is what a method is called on, as it is compared.
func (w *walker) receiverBase(fun ast.Expr) string {
	selector, ok := ast.Unparen(fun).(*ast.SelectorExpr)
	if !ok {
		return ""
	}
	selection := w.fn.done.info.Selections[selector]
	if selection == nil || selection.Kind() != types.MethodVal {
		return ""
	}
	return w.referenceTo(selector.X, selection.Recv(), selection.Index()[:len(selection.Index())-1]).canonical
}

// takesAddressOf notes mutexes whose address goes somewhere: what is locked there is not known here.
func (w *walker) takesAddressOf(x ast.Expr) {
	variable, ok := w.objectOf(ast.Unparen(x)).(*types.Var)
	if !ok || mutexType(variable.Type()) == "" {
		return
	}
	// sync.NewCond(&c.mu) locks and unlocks where it is waited, which counts as waiting.
	if call, ok := w.parents[w.parents[x]].(*ast.CallExpr); ok {
		if callee := w.fn.done.callee(call.Fun); callee != nil && callee.FullName() == "sync.NewCond" {
			return
		}
	}
	if key := w.key(variable.Origin().Pos()); w.quiet == 0 {
		if _, known := w.aliased[key]; !known {
			w.aliased[key] = w.place(x.Pos())
		}
	}
}

func canonicalRoot(canonical string) string {
	root, _, _ := strings.Cut(canonical, ".")
	return root
}
