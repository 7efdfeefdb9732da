package main

import (
	"go/ast"
	"go/types"
	"slices"
)

// A touch is an access to a variable, or a call that leads to one.
type touch struct {
	node        ast.Node
	read, write bool
	via         []string
	held        []string
}

// findCompounds finds functions that look at a variable in one call and act on what they saw in another: they stay wrong
// when both are guarded. What is looked at flows through variables, conditions and arguments.
func (a *analysis) findCompounds(variable string) []compound {
	found := []compound{}
	for _, fn := range a.order {
		if _, ok := fn.node.(*ast.FuncDecl); !ok {
			continue
		}
		f := &flowOf{analysis: a, done: fn.done, variable: variable, touches: a.touches(fn, variable), seen: map[types.Object]*touch{}}
		if len(f.touches) < 2 {
			continue
		}
		f.list(fn.block.List, nil)
		for _, pair := range f.found {
			found = append(found, compound{
				Function: fn.name, File: a.place(fn.block.Pos()).File, Read: a.line(pair[0].node.Pos()), Write: a.line(pair[1].node.Pos()),
				Via: append(slices.Clone(pair[0].via), pair[1].via...), Held: inBoth(pair[0].held, pair[1].held),
			})
		}
	}
	return found
}

// touches of a function and the literals in it, those that call something among them.
func (a *analysis) touches(fn *body, variable string) map[ast.Node]*touch {
	all := map[ast.Node]*touch{}
	ast.Inspect(fn.block, func(node ast.Node) bool {
		call, ok := node.(*ast.CallExpr)
		if !ok {
			return true
		}
		callee := fn.done.callee(call.Fun)
		if callee == nil || !a.isOwnPackage(callee.Pkg()) {
			return true
		}
		if read, write, via := a.reaches(a.key(callee.Pos()), variable); read || write {
			all[call] = &touch{call, read, write, via, a.heldAt(fn, call)}
		}
		return true
	})
	inside := func(one *body) bool {
		return one.done == fn.done && one.block.Pos() >= fn.block.Pos() && one.block.End() <= fn.block.End()
	}
	for _, one := range a.order {
		if !inside(one) {
			continue
		}
		for _, used := range one.accesses {
			if used.variable == variable {
				op := a.operation(one.done, used.expr)
				all[used.expr] = &touch{used.expr, op != "write" && op != "store", op == "write" || op == "store", nil, mustHold(used.state)}
			}
		}
	}
	return all
}

func inBoth(a, b []string) []string {
	return slices.DeleteFunc(append([]string{}, a...), func(one string) bool { return !slices.Contains(b, one) })
}

// heldAt are the mutexes that are held in any case at a call in the function itself.
func (a *analysis) heldAt(fn *body, call *ast.CallExpr) []string {
	for _, e := range fn.events {
		if e.start == call.Pos() && e.end == call.End() {
			return mustHold(e.state)
		}
	}
	return nil
}

func mustHold(at state) []string {
	var held []string
	for ref, how := range at {
		if how.must > 0 {
			held = append(held, ref.mutex)
		}
	}
	return held
}

// reaches tells how a function and what it calls use the variable, and which functions those are.
func (a *analysis) reaches(key, variable string) (read, write bool, via []string) {
	seen := map[string]bool{}
	var visit func(string) bool
	visit = func(key string) bool {
		fn := a.bodies[key]
		if fn == nil || seen[key] {
			return false
		}
		seen[key] = true
		touched := false
		for _, used := range fn.accesses {
			if used.variable == variable {
				op := a.operation(fn.done, used.expr)
				touched = true
				read, write = read || op != "write" && op != "store", write || op == "write" || op == "store"
			}
		}
		for _, e := range fn.events {
			for _, callee := range e.callees {
				if !e.goroutine && visit(callee) {
					touched = true
				}
			}
		}
		if touched {
			via = append(via, key)
		}
		return touched
	}
	visit(key)
	return read, write, via
}
