package main

import (
	"go/ast"
	"go/token"
	"go/types"
	"slices"
)

// accessFactsOf says of one access what a strategy has to know. mutexes are those beside the variable.
func (a *analysis) accessFactsOf(fn *body, one access, always state, mutexes []mutexFacts) accessFacts {
	w := &walker{analysis: a, fn: fn}
	made := accessFacts{
		Start: a.offset(one.expr.Pos()), End: a.offset(one.expr.End()), Line: a.line(one.expr.Pos()), Last: a.line(a.around(one.expr).End()),
		Op: a.operation(fn.done, one.expr), Held: []string{}, Read: []string{}, Hidden: []string{},
	}
	if made.Op == "escape" {
		made.Out = a.wayOutOf(fn.done, one.expr, one.variable)
	}
	if made.Op == "store" {
		made.In = a.wayInOf(fn, one.expr, one.variable)
		if assignment, ok := a.parents[one.expr].(*ast.AssignStmt); ok && assignment.Tok == token.ASSIGN && len(assignment.Lhs) == 1 && len(assignment.Rhs) == 1 {
			made.Stored = a.valueOf(fn.done, assignment.Rhs[0])
		}
	}
	canonical := ""
	if selector, ok := one.expr.(*ast.SelectorExpr); ok {
		if selection := fn.done.info.Selections[selector]; selection != nil {
			base := w.referenceTo(selector.X, selection.Recv(), selection.Index()[:len(selection.Index())-1])
			made.Base, made.Unstable, canonical = base.text, base.unstable, base.canonical
			if base.root != nil && base.root.Pos() >= fn.block.Pos() && base.root.Pos() < fn.block.End() {
				made.BaseFrom = a.offset(base.root.Pos())
			}
			made.Fresh = base.root != nil && a.isFresh(fn, base.root, selector)
		}
	}
	if name, ok := one.expr.(*ast.Ident); ok {
		made.Fresh = a.isUnshared(fn, name)
	}
	for ref, how := range either(one.state, always) {
		if how.must > 0 && (ref.base == canonical || ref.base == "") {
			made.Held = append(made.Held, ref.mutex)
			if how.must == 1 {
				made.Read = append(made.Read, ref.mutex)
			}
		}
	}
	slices.Sort(made.Held)
	slices.Sort(made.Read)
	for _, mutex := range mutexes {
		if !mutex.Field && a.isHidden(fn.done, mutex, one.expr.Pos()) {
			made.Hidden = append(made.Hidden, mutex.Key)
		}
	}
	return made
}

// isHidden: the name of a mutex that is no field means something else at a place.
func (a *analysis) isHidden(done *checked, mutex mutexFacts, at token.Pos) bool {
	scope := done.pkg.Scope().Innermost(at)
	if scope == nil {
		return true
	}
	_, object := scope.LookupParent(mutex.Name, at)
	return object == nil || a.key(object.Pos()) != mutex.Key
}

// around is the smallest expression or statement that has the access and what is done to the map in it.
func (a *analysis) around(x ast.Expr) ast.Node {
	outer := a.parents[x]
	for {
		if _, ok := outer.(*ast.ParenExpr); !ok {
			break
		}
		outer = a.parents[outer]
	}
	switch outer.(type) {
	case *ast.IndexExpr, *ast.CallExpr:
		return outer
	}
	return x
}

// operation is what happens to the map, or to the variable that holds it.
func (a *analysis) operation(done *checked, x ast.Expr) string {
	child, parent := ast.Node(x), a.parents[x]
	for {
		paren, ok := parent.(*ast.ParenExpr)
		if !ok {
			break
		}
		child, parent = paren, a.parents[paren]
	}
	switch parent := parent.(type) {
	case *ast.IndexExpr:
		if parent.X == child {
			return a.entry(done, parent)
		}
	case *ast.RangeStmt:
		if parent.X == child {
			return "read"
		}
		return "store"
	case *ast.CallExpr:
		return a.passed(done, parent, child)
	case *ast.SelectorExpr:
		return a.method(done, parent)
	case *ast.AssignStmt:
		if slices.ContainsFunc(parent.Lhs, func(target ast.Expr) bool { return target == child }) {
			return "store"
		}
	case *ast.BinaryExpr:
		if parent.Op == token.EQL || parent.Op == token.NEQ {
			return "load"
		}
	}
	return "escape"
}

// entry: m[k], and what is done to it. An entry that is a map itself is another map, which is not followed.
func (a *analysis) entry(done *checked, index *ast.IndexExpr) string {
	if t := done.info.TypeOf(index); t != nil && isMap(t) {
		return "escape"
	}
	child, parent := ast.Node(index), a.parents[index]
	for {
		switch outer := parent.(type) {
		case *ast.ParenExpr:
			child, parent = outer, a.parents[outer]
			continue
		case *ast.AssignStmt:
			if slices.ContainsFunc(outer.Lhs, func(target ast.Expr) bool { return target == child }) {
				return "write"
			}
		case *ast.IncDecStmt:
			return "write"
		case *ast.RangeStmt:
			if outer.X != child {
				return "write"
			}
		}
		return "read"
	}
}

// What functions do to a map that they get as their first argument, and to no other.
var passedTo = map[string]string{
	"maps.Clone": "read", "maps.Equal": "read", "maps.EqualFunc": "read", "maps.Copy": "write", "maps.DeleteFunc": "write", "maps.Insert": "write",
	"encoding/json.Marshal": "read", "reflect.DeepEqual": "read",
}

// What they give refers to the map, and is used up by a function of package slices, or by a range.
var iterators = []string{"maps.All", "maps.Keys", "maps.Values"}

// iterates tells whether an iterator over the map lives no longer than the statement that it is in.
func (a *analysis) iterates(done *checked, call *ast.CallExpr) bool {
	switch outer := a.parents[call].(type) {
	case *ast.RangeStmt:
		return outer.X == call
	case *ast.CallExpr:
		callee := done.callee(outer.Fun)
		return callee != nil && callee.Pkg() != nil && callee.Pkg().Path() == "slices" && callee.Name() != "Chunk"
	}
	return false
}

func (a *analysis) passed(done *checked, call *ast.CallExpr, child ast.Node) string {
	if name, ok := ast.Unparen(call.Fun).(*ast.Ident); ok {
		if builtin, ok := done.info.Uses[name].(*types.Builtin); ok {
			switch builtin.Name() {
			case "delete", "clear":
				return "write"
			case "len":
				return "read"
			}
			return "escape"
		}
	}
	callee := done.callee(call.Fun)
	if callee == nil || len(call.Args) == 0 {
		return "escape"
	}
	how := passedTo[callee.FullName()]
	if slices.Contains(iterators, callee.FullName()) && a.iterates(done, call) {
		how = "read"
	}
	switch {
	case how == "":
		return "escape"
	case call.Args[0] != child:
		return "read"
	}
	return how
}

// The methods of Go's own types of maps.
var methodsOfMaps = map[string]string{
	"Get": "read", "Values": "read", "Has": "read", "Clone": "read", "Encode": "read", "Set": "write", "Add": "write", "Del": "write",
}

func (a *analysis) method(done *checked, selector *ast.SelectorExpr) string {
	method, ok := done.info.Uses[selector.Sel].(*types.Func)
	if !ok || method.Pkg() == nil || !slices.Contains([]string{"net/http", "net/url", "net/textproto"}, method.Pkg().Path()) {
		return "escape"
	}
	if how := methodsOfMaps[method.Name()]; how != "" {
		return how
	}
	return "escape"
}
