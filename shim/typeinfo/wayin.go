package main

import (
	"cmp"
	"go/ast"
	"go/token"
	"go/types"
	"maps"
	"slices"
	"strings"
)

// wayInOf judges a map that a function gets and stores: whether a copy of it could be stored as well. Nil where it is no parameter.
func (a *analysis) wayInOf(fn *body, store ast.Expr, variable string) *wayOut {
	assignment, ok := a.parents[store].(*ast.AssignStmt)
	if !ok || assignment.Tok != token.ASSIGN || len(assignment.Lhs) != 1 || len(assignment.Rhs) != 1 || fn.object == nil {
		return nil
	}
	value, ok := ast.Unparen(assignment.Rhs[0]).(*ast.Ident)
	if !ok {
		return nil
	}
	parameters := fn.object.Signature().Params()
	for i := range parameters.Len() {
		if parameters.At(i) != fn.done.info.Uses[value] || fn.object.Signature().Variadic() && i == parameters.Len()-1 {
			continue
		}
		t := &tracer{a, variable, &wayOut{Uses: []codePlace{}, Exported: []string{}, Shallow: a.isShallow(fn.done, value), Hidden: a.isMapsHidden(fn.done, value.Pos())}, map[string]bool{}}
		t.handedIn(fn, value, i)
		return t.made
	}
	return nil
}

// handedIn looks at all who call the function.
func (t *tracer) handedIn(fn *body, stored *ast.Ident, index int) {
	parameter := fn.done.info.Uses[stored]
	usage := t.usages[fn.done]
	switch {
	case t.dynamics[fn.key]:
		t.refuse("%s is used as a value, so that not all calls of it are known", fn.name)
	case t.isCalledByInterface(fn):
		t.refuse("%s may be called by way of an interface", fn.name)
	case usage.assigned[parameter] || usage.addressed[parameter]:
		t.refuse("%s assigns to %s", fn.name, stored.Name)
	}
	for _, name := range usesOf(fn.done, parameter) {
		if op := t.operation(fn.done, name); name != stored && op != "read" && op != "load" {
			t.refuse("%s does more with %s than to store it, at %s", fn.name, stored.Name, t.shortPlace(name.Pos()))
		}
	}
	if fn.object.Exported() && fn.done.pkg.Name() != "main" {
		t.made.Exported = append(t.made.Exported, fn.name)
	}
	var handed []*handedMap
	for _, done := range t.packages() {
		for _, file := range done.files {
			ast.Inspect(file, func(node ast.Node) bool {
				call, ok := node.(*ast.CallExpr)
				if callee := calleeOr(done, call); !ok || callee == nil || t.key(callee.Pos()) != fn.key || index >= len(call.Args) {
					return true
				}
				argument := ast.Unparen(call.Args[index])
				name, ok := argument.(*ast.Ident)
				if ok && done.info.Uses[name] != nil && !isBuiltinNil(done, name) {
					handed = addCall(handed, done, done.info.Uses[name], call)
				} else if t.knownToOthers(done, argument, map[string]bool{}) != "" {
					t.refuse("what %s gets at %s may be known elsewhere as well", fn.name, t.shortPlace(call.Pos()))
				}
				return true
			})
		}
	}
	for _, one := range handed {
		t.usedByCaller(one.done, one.object, one.calls, index)
	}
	slices.SortFunc(t.made.Uses, func(a, b codePlace) int {
		return cmp.Or(strings.Compare(a.File, b.File), a.Line-b.Line)
	})
	t.made.Uses = slices.Compact(t.made.Uses)
}

// A handedMap is a variable that is an argument of calls.
type handedMap struct {
	done   *checked
	object types.Object
	calls  []*ast.CallExpr
}

func addCall(handed []*handedMap, done *checked, object types.Object, call *ast.CallExpr) []*handedMap {
	for _, one := range handed {
		if one.object == object {
			one.calls = append(one.calls, call)
			return handed
		}
	}
	return append(handed, &handedMap{done, object, []*ast.CallExpr{call}})
}

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

// isShallow: what the values of a map refer to is shared by a copy.
func (a *analysis) isShallow(done *checked, x ast.Expr) bool {
	m, ok := done.info.TypeOf(x).Underlying().(*types.Map)
	if !ok {
		return false
	}
	_, basic := m.Elem().Underlying().(*types.Basic)
	return !basic
}

// isMapsHidden: the name of package maps means something else at a place.
func (a *analysis) isMapsHidden(done *checked, at token.Pos) bool {
	scope := done.pkg.Scope().Innermost(at)
	if scope == nil {
		return false
	}
	_, object := scope.LookupParent("maps", at)
	imported, ok := object.(*types.PkgName)
	return object != nil && !(ok && imported.Imported().Path() == "maps")
}
