package main

import (
	"go/ast"
	"go/token"
	"go/types"
)

// walk notes the uses of maps, and the calls, in an expression whose value is used; in the order of evaluation.
func (r *rewriter) walk(s *scope, x ast.Expr) {
	if x == nil || r.info.Types[x].IsType() || r.info.Types[x].Value != nil {
		return
	}
	switch x := x.(type) {
	case *ast.FuncLit:
		enclosing := r.enclosing
		r.enclosing = nil
		r.statements(x.Body.List)
		r.enclosing = enclosing
	case *ast.ParenExpr:
		r.walk(s, x.X)
	case *ast.CompositeLit:
		r.walkLiteral(s, x)
	case *ast.CallExpr:
		r.walkCall(s, x)
	case *ast.BinaryExpr:
		if x.Op == token.LAND || x.Op == token.LOR {
			r.walkOperand(s, x.X, false)
			r.walkOperand(s, x.Y, true)
			return
		}
		r.walk(s, x.X)
		r.walk(s, x.Y)
	case *ast.UnaryExpr:
		r.walk(s, x.X)
		if x.Op == token.ARROW {
			s.effects = append(s.effects, effect{expr: x})
		}
	case *ast.SelectorExpr:
		if r.info.Selections[x] != nil {
			r.walk(s, x.X)
		}
	case *ast.IndexExpr:
		r.walk(s, x.X)
		r.walk(s, x.Index)
		if isMap(r.typeOf(x.X)) {
			s.accesses = append(s.accesses, access{m: x.X, hook: "Read", upTo: x.End(), limit: r.limit()})
		}
	case *ast.IndexListExpr:
		r.walk(s, x.X)
	case *ast.SliceExpr:
		for _, part := range []ast.Expr{x.X, x.Low, x.High, x.Max} {
			r.walk(s, part)
		}
	case *ast.TypeAssertExpr:
		r.walk(s, x.X)
	case *ast.StarExpr:
		r.walk(s, x.X)
	}
}

// limit is where the innermost call ends that uses the value.
func (r *rewriter) limit() token.Pos {
	if len(r.enclosing) == 0 {
		return token.NoPos
	}
	return r.enclosing[len(r.enclosing)-1].End()
}

// walkOperand: an operand of && or || has its value before anything else is evaluated.
func (r *rewriter) walkOperand(s *scope, x ast.Expr, conditional bool) {
	enclosing := r.enclosing
	r.enclosing = nil
	own := &scope{}
	r.walk(own, x)
	r.finish(own)
	r.enclosing = enclosing
	for _, one := range own.effects {
		s.effects = append(s.effects, effect{one.expr, one.conditional || conditional})
	}
}

func (r *rewriter) walkLiteral(s *scope, x *ast.CompositeLit) {
	t := r.typeOf(x).Underlying()
	if pointer, ok := t.(*types.Pointer); ok { // an element &T{} whose type is left out
		t = pointer.Elem().Underlying()
	}
	if parameter, ok := r.typeOf(x).(*types.TypeParam); ok && coreType(parameter) != nil {
		t = coreType(parameter)
	}
	_, ofFields := t.(*types.Struct)
	for _, element := range x.Elts {
		pair, ok := element.(*ast.KeyValueExpr)
		if !ok {
			r.walk(s, element)
			continue
		}
		if !ofFields {
			r.walk(s, pair.Key)
		}
		r.walk(s, pair.Value)
	}
}

func (r *rewriter) walkCall(s *scope, x *ast.CallExpr) {
	fun := unparen(x.Fun)
	if r.info.Types[fun].IsType() {
		r.walkList(s, x.Args)
		return
	}
	if r.info.Types[fun].IsBuiltin() {
		r.walkBuiltin(s, x, fun)
		return
	}
	r.enclosing = append(r.enclosing, x)
	r.walkLock(fun)
	r.walk(s, x.Fun)
	r.walkList(s, x.Args)
	if r.readsAtOnce(fun) {
		for _, m := range x.Args {
			if isMap(r.typeOf(m)) {
				s.accesses = append(s.accesses, access{m: m, hook: "Read", upTo: x.End(), limit: x.End()})
			}
		}
	}
	r.enclosing = r.enclosing[:len(r.enclosing)-1]
	s.effects = append(s.effects, effect{expr: x})
}

// What these functions of package maps do first is to read their maps. Whether they change one depends on what they find.
var readers = map[string]bool{"Clone": true, "Equal": true, "EqualFunc": true, "DeleteFunc": true}

func (r *rewriter) readsAtOnce(fun ast.Expr) bool {
	selector, ok := fun.(*ast.SelectorExpr)
	if !ok || !readers[selector.Sel.Name] {
		return false
	}
	callee, ok := r.info.Uses[selector.Sel].(*types.Func)
	return ok && callee.Pkg() != nil && callee.Pkg().Path() == "maps"
}

func (r *rewriter) walkList(s *scope, list []ast.Expr) {
	for _, x := range list {
		r.walk(s, x)
	}
}

var builtins = map[string]string{"len": "Read", "delete": "Delete", "clear": "Clear"}

func (r *rewriter) walkBuiltin(s *scope, x *ast.CallExpr, fun ast.Expr) {
	r.walkList(s, x.Args)
	name, ok := fun.(*ast.Ident)
	if !ok || len(x.Args) == 0 || !isMap(r.typeOf(x.Args[0])) {
		return
	}
	if hook := builtins[name.Name]; hook != "" {
		s.accesses = append(s.accesses, access{m: x.Args[0], hook: hook, upTo: x.End(), limit: r.limit()})
	}
}

// walkTarget notes what an assignment does to its target.
func (r *rewriter) walkTarget(s *scope, x ast.Expr) {
	switch x := unparen(x).(type) {
	case *ast.IndexExpr:
		r.walk(s, x.X)
		r.walk(s, x.Index)
		if isMap(r.typeOf(x.X)) {
			s.accesses = append(s.accesses, access{m: x.X, hook: "Write", last: true})
		}
	case *ast.SelectorExpr:
		if r.info.Selections[x] != nil {
			r.walk(s, x.X)
		}
	case *ast.StarExpr:
		r.walk(s, x.X)
	}
}
