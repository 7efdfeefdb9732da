package main

import (
	"go/ast"
	"go/token"
)

// What happens between two looks at a map, of which a copy would know nothing.

// waitsBetween: who looks again and again at what was got before, and waits in between, waits for the original to change.
func (t *tracer) waitsBetween(got token.Pos, x ast.Expr) {
	fn := t.bodyAround(x)
	for node := t.parents[x]; node != nil && fn != nil; node = t.parents[node] {
		switch node.(type) {
		case *ast.FuncDecl, *ast.FuncLit:
			return
		case *ast.ForStmt, *ast.RangeStmt:
			if node.Pos() <= got && got < node.End() {
				continue // it is got anew each time
			}
			for _, e := range fn.events {
				if e.start >= node.Pos() && e.end <= node.End() && t.waits(e) {
					t.refuse("%s looks at it in a loop in which it waits, at %s, perhaps for a change", fn.name, t.shortPlace(x.Pos()))
				}
			}
		}
	}
}

// changesBetween: who changes the original in between, and then looks, would not see that in a copy.
func (t *tracer) changesBetween(got token.Pos, x ast.Expr) {
	inner, outer := t.bodyAround(x), t.bodyAt(got)
	if inner == nil || got == x.Pos() {
		return
	}
	if inner != outer && outer != nil {
		t.changesIn(outer, got, outer.block.End(), x) // a literal, which runs some time later
		got = inner.block.Pos()
	}
	until := x.Pos()
	for node := t.parents[x]; node != nil && node != inner.node; node = t.parents[node] {
		switch node.(type) {
		case *ast.ForStmt, *ast.RangeStmt:
			if node.Pos() > got {
				until = node.End()
			}
		}
	}
	t.changesIn(inner, got, until, x)
}

func (t *tracer) changesIn(fn *body, from, until token.Pos, x ast.Expr) {
	for _, used := range fn.accesses {
		if op := t.operation(fn.done, used.expr); used.variable == t.variable && (op == "write" || op == "store") && used.expr.Pos() >= from && used.expr.Pos() < until {
			t.refuse("%s changes the original at %s, and looks at it at %s", fn.name, t.shortPlace(used.expr.Pos()), t.shortPlace(x.Pos()))
		}
	}
	for _, e := range fn.events {
		if e.goroutine || e.start < from || e.start >= until {
			continue
		}
		callees := e.callees
		if e.kind == "interface" || e.kind == "value" {
			callees = t.reached(e)
		}
		for _, callee := range callees {
			if _, write, _ := t.reaches(callee, t.variable); write {
				t.refuse("%s calls %s at %s, which may change the original, and looks at it at %s", fn.name, e.text, t.shortPlace(e.start), t.shortPlace(x.Pos()))
			}
		}
	}
}

// bodyAt is the innermost function or literal around a position.
func (a *analysis) bodyAt(pos token.Pos) *body {
	var found *body
	for _, fn := range a.order {
		if fn.block.Pos() <= pos && pos < fn.block.End() && (found == nil || fn.block.Pos() > found.block.Pos()) {
			found = fn
		}
	}
	return found
}

func (t *tracer) waits(e event) bool {
	for _, one := range append(t.direct(e), t.calledAt(e)...) {
		if one.kind == "waits" {
			return true
		}
	}
	return false
}

// bodyAround is the function or literal that a node lies in.
func (a *analysis) bodyAround(node ast.Node) *body {
	for ; node != nil; node = a.parents[node] {
		switch node := node.(type) {
		case *ast.FuncLit:
			return a.bodies[a.key(node.Pos())]
		case *ast.FuncDecl:
			return a.bodies[a.key(node.Name.Pos())]
		}
	}
	return nil
}

func (t *tracer) nameAround(node ast.Node) string {
	if fn := t.bodyAround(node); fn != nil {
		return fn.name
	}
	return "somebody"
}
