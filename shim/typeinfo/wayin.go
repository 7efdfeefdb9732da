package main

import (
	"cmp"
	"go/ast"
	"go/token"
	"go/types"
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
