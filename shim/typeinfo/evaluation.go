package main

import (
	"go/ast"
	"go/token"
	"go/types"
)

// A scope is expressions that are evaluated together: what is no call may be loaded when all calls are done. The operands
// of && and || are scopes of their own, and so is what lies in a function literal.
type scope struct {
	loads   []operand
	lengths []operand
	// Calls and receives, in which goroutines may synchronise.
	effects []effect
	// Variables of which can be spoken behind the statement when it is not possible inside.
	behind []ast.Expr
	// The call is not made now (go, defer): its arguments are evaluated one by one.
	later bool
}

// An operand is an expression with all that it lies in, outermost first.
type operand struct {
	expr    ast.Expr
	parents []ast.Expr
}

type effect struct {
	expr ast.Expr
	// Not always evaluated.
	conditional bool
}

func (r *rewriter) evaluate(list ...ast.Expr) {
	scope := &scope{}
	for _, x := range list {
		r.walk(scope, x)
	}
	r.finish(scope)
}

func (r *rewriter) evaluateCallLater(call *ast.CallExpr) {
	scope := &scope{later: true}
	r.walk(scope, call)
	r.finish(scope)
}

// finish makes the edits of a scope. It returns the variables in behind that remain to be spoken of.
func (r *rewriter) finish(s *scope) map[ast.Expr]bool {
	left := map[ast.Expr]bool{}
	for _, load := range s.loads {
		switch following := s.following(load.expr); {
		case len(following) == 0:
			r.edit("load", load.expr.Pos(), load.expr.End(), nil)
			r.note(load.expr, load.expr.Pos(), "load")
		case s.isBehind(load.expr):
			left[load.expr] = true
		default:
			if last := r.rightBefore(s, load, following); last != nil {
				r.edit("after", last.Pos(), last.End(), load.expr)
				r.note(load.expr, last.Pos(), "load")
			}
		}
	}
	for _, length := range s.lengths {
		if len(s.following(length.expr)) == 0 {
			name := length.expr.(*ast.CallExpr).Fun
			r.edit("len", name.Pos(), name.End(), nil)
		}
	}
	return left
}

// following are the calls and receives that come behind x in the source, and so happen before a late load of x. Those that
// x is part of happen after it.
func (s *scope) following(x ast.Expr) []effect {
	var found []effect
	for _, one := range s.effects {
		if one.expr.Pos() >= x.End() {
			found = append(found, one)
		}
	}
	return found
}

func (s *scope) isBehind(x ast.Expr) bool {
	for _, variable := range s.behind {
		if variable == x {
			return true
		}
	}
	return false
}

// rightBefore is the call or receive right after which the variable is loaded, if that is certain: in x[f()] and g(x, f()),
// where nothing else follows and the loaded value has not been used by then.
func (r *rewriter) rightBefore(s *scope, load operand, following []effect) ast.Expr {
	if s.later || len(load.parents) == 0 || !r.isPlain(load.expr) || !r.fits(load.expr) {
		return nil
	}
	var place ast.Expr // in which all that follows has to lie
	switch parent := load.parents[len(load.parents)-1].(type) {
	case *ast.IndexExpr:
		if parent.X == load.expr && isMap(r.typeOf(parent.X)) {
			place = parent
		}
	case *ast.CallExpr:
		if parent.Fun != load.expr && !parent.Ellipsis.IsValid() {
			place = parent
		}
	}
	if place == nil {
		return nil
	}
	var last ast.Expr
	for _, one := range following {
		if one.expr.Pos() < place.Pos() || one.expr.End() > place.End() {
			return nil
		}
		if last == nil || one.expr.End() >= last.End() {
			last = one.expr
			if one.conditional {
				return nil
			}
		}
	}
	if _, isTuple := r.typeOf(last).(*types.Tuple); isTuple || !r.info.Types[last].IsValue() {
		return nil
	}
	return last
}

// walk notes the loads and calls in an expression whose value is used.
func (r *rewriter) walk(s *scope, x ast.Expr, parents ...ast.Expr) {
	if x == nil || r.info.Types[x].IsType() || r.info.Types[x].Value != nil {
		return
	}
	within := append(parents[:len(parents):len(parents)], x)
	switch x := x.(type) {
	case *ast.FuncLit:
		r.statements(x.Body.List)
	case *ast.ParenExpr:
		r.walk(s, x.X, within...)
	case *ast.CompositeLit:
		r.walkLiteral(s, x, within)
	case *ast.CallExpr:
		r.walkCall(s, x, within)
	case *ast.BinaryExpr:
		if x.Op == token.LAND || x.Op == token.LOR {
			r.walkOperand(s, x.X)
			r.walkOperand(s, x.Y)
			return
		}
		r.walk(s, x.X, within...)
		r.walk(s, x.Y, within...)
	case *ast.UnaryExpr:
		if x.Op == token.AND {
			r.walkAddress(s, x.X, within)
			return
		}
		r.walk(s, x.X, within...)
		if x.Op == token.ARROW {
			s.effects = append(s.effects, effect{expr: x})
		}
	default:
		if isMap(r.typeOf(x)) && r.isSharedVariable(x) {
			s.loads = append(s.loads, operand{x, parents})
		}
		r.walkContainer(s, x, within...)
	}
}

// walkOperand: an operand of && or || has its value before anything else is evaluated.
func (r *rewriter) walkOperand(s *scope, x ast.Expr) {
	own := &scope{}
	r.walk(own, x)
	r.finish(own)
	for _, one := range own.effects {
		s.effects = append(s.effects, effect{one.expr, true})
	}
}

// walkContainer goes through what an expression is reached by, without the expression itself.
func (r *rewriter) walkContainer(s *scope, x ast.Expr, within ...ast.Expr) {
	switch x := x.(type) {
	case *ast.ParenExpr:
		r.walkContainer(s, x.X, within...)
	case *ast.SelectorExpr:
		if r.info.Selections[x] == nil {
			return // of another package
		}
		if r.takesAddress(x) {
			r.walkAddress(s, x.X, within)
			return
		}
		r.walk(s, x.X, within...)
	case *ast.IndexExpr:
		r.walk(s, x.X, within...)
		r.walk(s, x.Index, within...)
	case *ast.IndexListExpr:
		r.walk(s, x.X, within...)
	case *ast.SliceExpr:
		for _, part := range []ast.Expr{x.X, x.Low, x.High, x.Max} {
			r.walk(s, part, within...)
		}
	case *ast.TypeAssertExpr:
		r.walk(s, x.X, within...)
	case *ast.StarExpr:
		r.walk(s, x.X, within...)
	}
}

// walkAddress: to take the address of a variable is no use of it.
func (r *rewriter) walkAddress(s *scope, x ast.Expr, within []ast.Expr) {
	if literal, ok := ast.Unparen(x).(*ast.CompositeLit); ok {
		r.walk(s, literal, within...)
		return
	}
	if isMap(r.typeOf(x)) {
		r.walkContainer(s, x, within...)
		return
	}
	r.walk(s, x, within...)
}

func (r *rewriter) walkLiteral(s *scope, x *ast.CompositeLit, within []ast.Expr) {
	_, ofFields := r.typeOf(x).Underlying().(*types.Struct)
	if pointer, ok := r.typeOf(x).Underlying().(*types.Pointer); ok { // an element &T{} whose type is left out
		_, ofFields = pointer.Elem().Underlying().(*types.Struct)
	}
	for _, element := range x.Elts {
		pair, ok := element.(*ast.KeyValueExpr)
		if !ok {
			r.walk(s, element, within...)
			continue
		}
		if !ofFields {
			r.walk(s, pair.Key, within...)
		}
		r.walk(s, pair.Value, within...)
	}
}

func (r *rewriter) walkCall(s *scope, x *ast.CallExpr, within []ast.Expr) {
	fun := ast.Unparen(x.Fun)
	isConversion := r.info.Types[fun].IsType()
	isBuiltin := r.info.Types[fun].IsBuiltin()
	if !isConversion && !isBuiltin {
		r.walk(s, x.Fun, within...)
	}
	for _, argument := range x.Args {
		r.walk(s, argument, within...)
	}
	if !isConversion && !isBuiltin {
		s.effects = append(s.effects, effect{expr: x})
	}
	if name, ok := x.Fun.(*ast.Ident); ok && isBuiltin && name.Name == "len" && isMap(r.typeOf(x.Args[0])) {
		s.lengths = append(s.lengths, operand{x, within})
	}
}
