package main

import (
	"go/ast"
	"go/token"
	"go/types"
	"maps"
	"strings"
)

// expr goes through an expression: calls after their arguments.
func (w *walker) expr(node ast.Node) {
	if node == nil {
		return
	}
	ast.Inspect(node, func(inner ast.Node) bool {
		switch x := inner.(type) {
		case *ast.FuncLit:
			w.literal(x, true)
			return false
		case *ast.CallExpr:
			w.call(x)
			return false
		case *ast.SelectorExpr:
			w.uses(x)
			w.expr(x.X)
			return false
		case *ast.Ident:
			w.uses(x)
		case *ast.UnaryExpr:
			if x.Op == token.ARROW {
				w.expr(x.X)
				w.note(event{start: x.Pos(), end: x.End(), kind: "waits", text: "receives from a channel"})
				return false
			}
			if x.Op == token.AND {
				w.takesAddressOf(x.X)
			}
		}
		return true
	})
}

// uses notes an access to a variable that is asked for, and functions that are used as values.
func (w *walker) uses(x ast.Expr) {
	if w.quiet > 0 {
		return
	}
	object := w.objectOf(x)
	switch object := object.(type) {
	case *types.Var:
		if key := w.key(object.Origin().Pos()); w.wanted[key] {
			w.fn.accesses = append(w.fn.accesses, access{key, x, maps.Clone(w.state)})
		}
	case *types.Func:
		w.markDynamic(w.key(object.Origin().Pos()))
	}
}

func (w *walker) objectOf(x ast.Expr) types.Object {
	info := w.fn.done.info
	switch x := x.(type) {
	case *ast.SelectorExpr:
		if selection := info.Selections[x]; selection != nil {
			return selection.Obj()
		}
	case *ast.Ident:
		object := info.Uses[x]
		if variable, ok := object.(*types.Var); ok && variable.IsField() {
			return nil // a key in a composite literal, or the name behind a dot
		}
		return object
	}
	return nil
}

// literal: a function that is called by others, some time. Its body runs by itself.
func (w *walker) literal(x *ast.FuncLit, dynamic bool) {
	if w.quiet == 0 {
		w.walk(&body{key: w.key(x.Pos()), name: w.fn.name, done: w.fn.done, node: x, block: x.Body, dynamic: dynamic})
	}
}

// inline goes through the body of a function literal that is run here.
func (w *walker) inline(x *ast.FuncLit) {
	exits, frames, unlocks := w.exits, w.frames, w.unlocks
	w.exits, w.frames, w.unlocks = nil, nil, nil
	w.list(x.Body.List)
	w.state = merge(w.exits, w.state)
	for _, ref := range w.unlocks {
		delete(w.state, ref)
	}
	w.exits, w.frames, w.unlocks = exits, frames, append(unlocks, w.unlocks...)
}

func (w *walker) starts(call *ast.CallExpr) {
	w.exprs(call.Args...)
	if literal, ok := ast.Unparen(call.Fun).(*ast.FuncLit); ok {
		w.literal(literal, false)
		return
	}
	w.receiver(call.Fun)
	if callee := w.ownCallee(call.Fun); callee != "" {
		w.note(event{start: call.Pos(), end: call.End(), kind: "call", callees: []string{callee}, goroutine: true})
	}
}

// defers: what is deferred runs when the function returns, with what is held here still held, unless it is given up before.
func (w *walker) defers(call *ast.CallExpr) {
	before, was := maps.Clone(w.state), w.deferred
	w.deferred = true
	w.call(call)
	w.state, w.deferred = before, was
}

func (w *walker) receiver(fun ast.Expr) {
	if selector, ok := ast.Unparen(fun).(*ast.SelectorExpr); ok {
		w.expr(selector.X)
	}
}

func (w *walker) call(call *ast.CallExpr) {
	info := w.fn.done.info
	fun := ast.Unparen(call.Fun)
	if info.Types[fun].IsType() {
		w.exprs(call.Args...)
		return
	}
	if literal, ok := fun.(*ast.FuncLit); ok {
		w.exprs(call.Args...)
		w.inline(literal)
		return
	}
	if name, ok := fun.(*ast.Ident); ok {
		if _, ok := info.Uses[name].(*types.Builtin); ok {
			w.exprs(call.Args...)
			return
		}
	}
	w.receiver(fun)
	if w.lockCall(call) {
		return
	}
	callee := w.fn.done.callee(fun)
	made := event{start: call.Pos(), end: call.End(), text: types.ExprString(fun)}
	switch {
	case callee == nil:
		w.exprs(call.Args...)
		made.kind = "value"
		if selector, ok := fun.(*ast.SelectorExpr); ok && info.Selections[selector] != nil && info.Selections[selector].Kind() == types.MethodVal {
			made.kind, made.method = "interface", selector.Sel.Name
		}
	case w.isOwnPackage(callee.Pkg()):
		w.exprs(call.Args...)
		made.kind, made.callees, made.base = "call", []string{w.key(callee.Origin().Pos())}, w.receiverBase(fun)
	case callee.Pkg() != nil && w.isStandard(callee.Pkg()):
		w.standard(call, callee, made)
		return
	default:
		w.exprs(call.Args...)
		made.kind = "foreign"
	}
	w.note(made)
}

// lockCall notes a call of a mutex's method.
func (w *walker) lockCall(call *ast.CallExpr) bool {
	selector, ok := ast.Unparen(call.Fun).(*ast.SelectorExpr)
	if !ok {
		return false
	}
	selection := w.fn.done.info.Selections[selector]
	if selection == nil || selection.Obj().Pkg() == nil || selection.Obj().Pkg().Path() != "sync" {
		return false
	}
	mode, unlocks := lockMethods[selector.Sel.Name], strings.HasSuffix(selector.Sel.Name, "Unlock")
	if mode == "" && !unlocks {
		return false
	}
	ref, shown := w.lockRefOf(selector, selection)
	if ref.mutex == "" { // a mutex that is reached in another way, or a sync.Locker
		w.note(event{start: call.Pos(), end: call.End(), kind: "value", text: types.ExprString(selector)})
		return true
	}
	made := event{start: call.Pos(), end: call.End(), kind: "releases", text: types.ExprString(selector),
		lock: &lockCall{ref, selector.Sel.Name, selector.Sel.Pos(), shown, w.deferred}}
	if mode != "" {
		made.kind = "takes"
	}
	w.note(made)
	if w.state == nil {
		return true
	}
	level := map[string]int{"read": 1, "write": 2}[mode]
	switch {
	case unlocks:
		delete(w.state, ref)
		if w.deferred {
			w.unlocks = append(w.unlocks, ref)
		}
	case strings.HasPrefix(selector.Sel.Name, "Try"):
		w.state[ref] = held{0, level}
	default:
		w.state[ref] = held{level, level}
	}
	return true
}

func (w *walker) ownCallee(fun ast.Expr) string {
	callee := w.fn.done.callee(fun)
	if callee == nil || !w.isOwnPackage(callee.Pkg()) {
		return ""
	}
	return w.key(callee.Origin().Pos())
}

// callee is the function that a call names; nil for values and methods of interfaces.
func (c *checked) callee(fun ast.Expr) *types.Func {
	callee := (&collector{checked: c}).calleeOf(ast.Unparen(fun))
	if callee == nil {
		return nil
	}
	return callee.Origin()
}

func (a *analysis) isOwnPackage(pkg *types.Package) bool {
	if pkg == nil {
		return false
	}
	for _, one := range a.program.own {
		if one.Path() == pkg.Path() {
			return true
		}
	}
	return false
}

func (a *analysis) isStandard(pkg *types.Package) bool {
	listed := a.program.byID[pkg.Path()]
	return listed != nil && listed.Standard
}

func (a *analysis) markDynamic(key string) { a.dynamics[key] = true }
