package main

import (
	"go/ast"
	"go/token"
	"go/types"
)

// usedByCaller looks at what is done with the variable whose map is handed in by these calls, before and after.
func (t *tracer) usedByCaller(done *checked, object types.Object, calls []*ast.CallExpr, index int) {
	usage := t.usages[done]
	at := t.shortPlace(calls[0].Pos())
	fn := t.bodyAround(calls[0])
	var declared *ast.Ident
	for name, defined := range done.info.Defs {
		if defined == object {
			declared = name
		}
	}
	if fn == nil || declared == nil || object.Pos() < fn.block.Pos() || object.Pos() > calls[0].Pos() || !isMapMadeAt(t.parents[declared], declared) {
		t.refuse("%s, which is handed in at %s, may be known elsewhere as well", object.Name(), at)
		return
	}
	if usage.captured[object] || usage.addressed[object] {
		t.refuse("%s, which is handed in at %s, is shared with a function literal or by its address", object.Name(), at)
		return
	}
	if loop := t.loopAround(calls[0], calls[0]); t.isWritten() && (len(calls) > 1 || loop != nil && object.Pos() < loop.Pos()) {
		t.refuse("%s is handed in more than once, with what others wrote into it meanwhile", object.Name())
	}
	t.made.Uses = append(t.made.Uses, t.place(declared.Pos()))
	for _, name := range usesOf(done, object) {
		if isArgument(t.parents[name], calls, name, index) {
			continue
		}
		op := t.operation(done, name)
		if callee := calleeOr(done, callOf(t.parents[name])); callee != nil && names(readers, callee.FullName()) {
			op = "read"
		}
		switch op {
		case "read", "load":
			t.readByCaller(fn, name, calls)
		case "write":
			t.writtenByCaller(fn, name, calls, object)
		default:
			t.refuse("%s, which is handed in at %s, goes on to other places at %s", object.Name(), at, t.shortPlace(name.Pos()))
		}
		t.made.Uses = append(t.made.Uses, t.place(name.Pos()))
	}
}

func callOf(node ast.Node) *ast.CallExpr {
	call, _ := node.(*ast.CallExpr)
	return call
}

func isArgument(node ast.Node, calls []*ast.CallExpr, name *ast.Ident, index int) bool {
	for _, call := range calls {
		if call == node && ast.Unparen(call.Args[index]) == name {
			return true
		}
	}
	return false
}

// readByCaller: who looks into a map that it has handed in sees what others write into it, if anybody does.
func (t *tracer) readByCaller(fn *body, name *ast.Ident, calls []*ast.CallExpr) {
	if !t.isWritten() {
		return
	}
	for _, call := range calls {
		if call.Pos() < name.Pos() || t.loopAround(call, name) != nil {
			t.waitsBetween(call.End(), name)
			t.changesBetween(call.End(), name)
		}
	}
}

// writtenByCaller: who writes into a map that it has handed in means it for whoever got it, unless it hands it in again.
func (t *tracer) writtenByCaller(fn *body, name *ast.Ident, calls []*ast.CallExpr, object types.Object) {
	later := false
	for _, call := range calls {
		loop := t.loopAround(call, name)
		later = later || call.Pos() < name.Pos() || loop != nil && object.Pos() < loop.Pos()
	}
	if !later {
		return
	}
	for _, call := range calls {
		if call.Pos() > name.Pos() && t.alwaysFollows(call, name) && !t.looksBetween(fn, name.End(), call.Pos()) {
			return
		}
	}
	t.refuse("%s writes into it at %s after it has handed it in at %s, perhaps for others to see", fn.name, t.shortPlace(name.Pos()), t.shortPlace(calls[0].Pos()))
}

// alwaysFollows: the call is a statement behind the one with the name, in a list around it, and nothing leaves in between.
func (t *tracer) alwaysFollows(call *ast.CallExpr, name *ast.Ident) bool {
	statement, ok := t.parents[call].(*ast.ExprStmt)
	if !ok {
		return false
	}
	list := t.parents[statement]
	if list.Pos() > name.Pos() || list.End() < name.End() {
		return false
	}
	leaves := false
	ast.Inspect(list, func(node ast.Node) bool {
		switch node.(type) {
		case *ast.ReturnStmt, *ast.BranchStmt:
			leaves = leaves || node.Pos() > name.Pos() && node.Pos() < call.Pos()
		}
		return true
	})
	return !leaves
}

// looksBetween: something that is called in between uses the variable that the map is stored in.
func (t *tracer) looksBetween(fn *body, from, until token.Pos) bool {
	for _, e := range fn.events {
		if e.start < from || e.start >= until || e.goroutine {
			continue
		}
		for _, callee := range append(t.reached(e), e.callees...) {
			if read, write, _ := t.reaches(callee, t.variable); read || write {
				return true
			}
		}
	}
	return false
}

// isWritten: somebody changes the map by the variable's own name.
func (t *tracer) isWritten() bool {
	for _, fn := range t.order {
		for _, one := range fn.accesses {
			if op := t.operation(fn.done, one.expr); one.variable == t.variable && (op == "write" || op == "escape") {
				return true
			}
		}
	}
	return false
}

// loopAround is the innermost loop that both nodes lie in.
func (a *analysis) loopAround(one, other ast.Node) ast.Node {
	for node := a.parents[one]; node != nil; node = a.parents[node] {
		switch node.(type) {
		case *ast.ForStmt, *ast.RangeStmt:
			if node.Pos() <= other.Pos() && other.End() <= node.End() {
				return node
			}
		case *ast.FuncDecl, *ast.FuncLit:
			return nil
		}
	}
	return nil
}
