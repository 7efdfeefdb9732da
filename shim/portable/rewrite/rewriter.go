package main

import (
	"go/ast"
	"go/token"
	"go/types"
	"strings"
)

// A rewriter finds what to put into one file.
type rewriter struct {
	*checked
	source *source
	tokens *token.File
	edits  []edit
	left   []left
	// Where locks are taken, of all of the package.
	places *lockPlaces
	// The function declaration that is being walked through, as stacks name it.
	function string
	// The innermost calls around what is being walked through.
	enclosing []ast.Expr
}

// An edit puts a call of a hook around a text. The last of the arguments is put in as well where there are two.
type edit struct {
	hook       string
	start, end int
	// Text before what is enclosed: `&`.
	prefix string
	// Text behind what is enclosed: `, m`.
	argument string
	// Text behind all: `.Both()`.
	suffix string
	// Another hook that the texts name.
	with string
	// The name that the call's own one takes the place of; then nothing is enclosed.
	instead string
	line    int
	// It is around a lock.
	lock bool
}

// An access is a use of a map.
type access struct {
	m    ast.Expr
	hook string
	// Where all that has to happen before the access ends.
	upTo token.Pos
	// What uses the value; what is called outside of it is called later.
	limit token.Pos
	// It happens when all else of the statement has happened.
	last bool
}

// An effect is a call or a receive, in which goroutines may synchronise.
type effect struct {
	expr        ast.Expr
	conditional bool
}

// A scope is expressions that are evaluated together.
type scope struct {
	accesses []access
	effects  []effect
}

func (r *rewriter) evaluate(list ...ast.Expr) {
	s := &scope{}
	for _, x := range list {
		r.walk(s, x)
	}
	r.finish(s)
}

// finish decides where the hooks of a scope go: around the map if nothing that synchronises follows before it is used, or
// else around the last thing that does.
func (r *rewriter) finish(s *scope) {
	for _, a := range s.accesses {
		if _, fresh := unparen(a.m).(*ast.CompositeLit); fresh {
			continue
		}
		following := s.following(a)
		if len(following) == 0 {
			inner := unparen(a.m)
			r.put(edit{hook: a.hook, start: r.offset(inner.Pos()), end: r.offset(inner.End()), line: r.line(a.m)})
			continue
		}
		last := r.lastBefore(a, following)
		if last == nil {
			r.leave(a.m, "what is called beside "+r.short(a.m)+" may synchronise before the map is used")
			continue
		}
		e := edit{hook: "After" + a.hook, start: r.offset(last.Pos()), end: r.offset(last.End()), argument: ", " + r.text(a.m), line: r.line(a.m)}
		if results, ok := r.typeOf(last).(*types.Tuple); ok {
			several := tuples[results.Len()]
			e.with, e.prefix, e.argument, e.suffix = several.hook, "mapsan_"+several.hook+"(", ")"+e.argument, several.method
		}
		r.put(e)
	}
}

// following are the calls and receives between a hook around the map and the use of the map, or after both.
func (s *scope) following(a access) []effect {
	var found []effect
	for _, one := range s.effects {
		if one.expr.Pos() >= a.m.End() && (!a.limit.IsValid() || one.expr.End() <= a.limit) {
			found = append(found, one)
		}
	}
	return found
}

// lastBefore is the call or receive right after which the map is used, if that is certain.
func (r *rewriter) lastBefore(a access, following []effect) ast.Expr {
	if a.hook == "Range" || a.hook == "Clear" || !r.isPlain(a.m) || strings.ContainsAny(r.text(a.m), "/\n\r") {
		return nil
	}
	var last effect
	for _, one := range following {
		if !a.last && one.expr.End() > a.upTo {
			return nil
		}
		if last.expr == nil || one.expr.End() >= last.expr.End() {
			last = one
		}
	}
	if last.conditional {
		return nil
	}
	if results, ok := r.typeOf(last.expr).(*types.Tuple); ok {
		if _, ok := tuples[results.Len()]; ok && a.last {
			return last.expr
		}
		return nil
	}
	if !r.info.Types[last.expr].IsValue() {
		return nil
	}
	return last.expr
}

// What holds the results of a call together, and gives them back.
var tuples = map[int]struct{ hook, method string }{2: {"Two", ".Both()"}, 3: {"Three", ".All()"}}

func (r *rewriter) put(e edit) { r.edits = append(r.edits, e) }

func (r *rewriter) leave(x ast.Node, why string) {
	r.left = append(r.left, left{r.source.path, r.line(x), why})
}

func (r *rewriter) offset(pos token.Pos) int { return r.tokens.Offset(pos) }

func (r *rewriter) line(x ast.Node) int { return r.fset.PositionFor(x.Pos(), false).Line }

func (r *rewriter) text(x ast.Node) string {
	return string(r.source.bytes[r.offset(x.Pos()):r.offset(x.End())])
}

func (r *rewriter) short(x ast.Node) string {
	text, _, _ := strings.Cut(r.text(x), "\n")
	if len(text) > 40 {
		text = text[:40] + "…"
	}
	return text
}

func (r *rewriter) typeOf(x ast.Expr) types.Type {
	if t := r.info.TypeOf(x); t != nil {
		return t
	}
	return types.Typ[types.Invalid]
}

// isPlain tells whether x can be named again at another place: nothing is called or looked up on the way.
func (r *rewriter) isPlain(x ast.Expr) bool {
	switch x := unparen(x).(type) {
	case *ast.Ident, *ast.BasicLit:
		return true
	case *ast.SelectorExpr:
		return r.isPlain(x.X)
	case *ast.StarExpr:
		return r.isPlain(x.X)
	case *ast.IndexExpr:
		return !isMap(r.typeOf(x.X)) && r.isPlain(x.X) && r.isPlain(x.Index)
	}
	return false
}

func unparen(x ast.Expr) ast.Expr {
	for {
		inner, ok := x.(*ast.ParenExpr)
		if !ok {
			return x
		}
		x = inner.X
	}
}
