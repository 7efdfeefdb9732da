package main

import (
	"go/ast"
	"go/token"
	"go/types"
	"maps"
)

// A walker goes through a body in the order in which it runs, and knows at each place which locks are held in any case and
// which may be.
type walker struct {
	*analysis
	fn    *body
	state state
	exits state
	// Where break, continue and goto leave to, innermost last.
	frames []*state
	// A loop is gone through twice; nothing is noted the first time.
	quiet    int
	deferred bool
	// What is unlocked when the function, or the literal that is run here, returns.
	unlocks []lockRef
}

func (w *walker) list(list []ast.Stmt) {
	for _, statement := range list {
		w.stmt(statement)
	}
}

func (w *walker) stmt(statement ast.Stmt) {
	switch s := statement.(type) {
	case nil:
	case *ast.ExprStmt:
		w.expr(s.X)
		if w.neverReturns(s.X) {
			w.state = nil
		}
	case *ast.SendStmt:
		w.expr(s.Chan)
		w.expr(s.Value)
		w.note(event{start: s.Pos(), end: s.End(), kind: "waits", text: "sends on a channel"})
	case *ast.GoStmt:
		w.starts(s.Call)
	case *ast.DeferStmt:
		w.defers(s.Call)
	case *ast.ReturnStmt:
		for _, result := range s.Results {
			w.expr(result)
		}
		w.exits, w.state = merge(w.exits, w.state), nil
	case *ast.BranchStmt:
		if s.Tok != token.FALLTHROUGH {
			for i, frame := range w.frames {
				if s.Label != nil || i == len(w.frames)-1 {
					*frame = merge(*frame, w.state)
				}
			}
			w.state = nil
		}
	case *ast.LabeledStmt:
		w.stmt(s.Stmt)
	case *ast.BlockStmt:
		w.list(s.List)
	case *ast.IfStmt:
		w.stmt(s.Init)
		w.expr(s.Cond)
		before := maps.Clone(w.state)
		w.list(s.Body.List)
		after := w.state
		w.state = before
		w.stmt(s.Else)
		w.state = merge(after, w.state)
	case *ast.ForStmt:
		w.stmt(s.Init)
		w.loop(s.Cond == nil, func() {
			if s.Cond != nil {
				w.expr(s.Cond)
			}
		}, func() {
			w.list(s.Body.List)
			w.stmt(s.Post)
		})
	case *ast.RangeStmt:
		w.expr(s.X)
		w.rangesOver(s)
		w.loop(false, func() {
			if s.Tok == token.ASSIGN {
				w.exprs(s.Key, s.Value)
			}
		}, func() { w.list(s.Body.List) })
	case *ast.SwitchStmt:
		w.stmt(s.Init)
		w.exprs(s.Tag)
		w.clauses(s.Body.List)
	case *ast.TypeSwitchStmt:
		w.stmt(s.Init)
		w.stmt(s.Assign)
		w.clauses(s.Body.List)
	case *ast.SelectStmt:
		w.selects(s)
	default:
		w.expr(statement)
	}
}

func (w *walker) exprs(list ...ast.Expr) {
	for _, x := range list {
		if x != nil {
			w.expr(x)
		}
	}
}

// loop goes through a body that may be left at its head, or by break only.
func (w *walker) loop(endless bool, head, body func()) {
	entry := maps.Clone(w.state)
	var left state
	w.frames = append(w.frames, &left)
	w.quiet++
	head()
	body()
	w.quiet--
	w.state = merge(merge(entry, w.state), left)
	left = nil
	head()
	after := maps.Clone(w.state)
	body()
	w.frames = w.frames[:len(w.frames)-1]
	if endless {
		w.state = left
	} else {
		w.state = merge(merge(after, w.state), left)
	}
}

// clauses of a switch, of which one or none is run.
func (w *walker) clauses(list []ast.Stmt) {
	before := maps.Clone(w.state)
	var after, left state
	hasDefault := false
	w.frames = append(w.frames, &left)
	for _, one := range list {
		clause, ok := one.(*ast.CaseClause)
		if !ok {
			continue
		}
		w.state = maps.Clone(before)
		hasDefault = hasDefault || clause.List == nil
		for _, value := range clause.List {
			if !w.fn.done.info.Types[value].IsType() {
				w.expr(value)
			}
		}
		w.list(clause.Body)
		after = merge(after, w.state)
	}
	w.frames = w.frames[:len(w.frames)-1]
	if !hasDefault {
		after = merge(after, before)
	}
	w.state = merge(after, left)
}

func (w *walker) selects(s *ast.SelectStmt) {
	waits := true
	for _, one := range s.Body.List {
		if clause, ok := one.(*ast.CommClause); ok && clause.Comm == nil {
			waits = false
		}
	}
	if waits {
		w.note(event{start: s.Pos(), end: s.End(), kind: "waits", text: "waits in a select"})
	}
	before := maps.Clone(w.state)
	var after, left state
	w.frames = append(w.frames, &left)
	for _, one := range s.Body.List {
		clause, ok := one.(*ast.CommClause)
		if !ok {
			continue
		}
		w.state = maps.Clone(before)
		ast.Inspect(orEmpty(clause.Comm), func(node ast.Node) bool {
			if x, ok := node.(ast.Expr); ok {
				w.withoutWaiting(x)
				return false
			}
			return true
		})
		w.list(clause.Body)
		after = merge(after, w.state)
	}
	w.frames = w.frames[:len(w.frames)-1]
	w.state = merge(after, left)
}

func orEmpty(s ast.Stmt) ast.Stmt {
	if s == nil {
		return &ast.EmptyStmt{}
	}
	return s
}

// withoutWaiting: a receive in a select waits no more than the select.
func (w *walker) withoutWaiting(x ast.Expr) {
	if receive, ok := ast.Unparen(x).(*ast.UnaryExpr); ok && receive.Op == token.ARROW {
		x = receive.X
	}
	w.expr(x)
}

func (w *walker) neverReturns(x ast.Expr) bool {
	call, ok := ast.Unparen(x).(*ast.CallExpr)
	if !ok {
		return false
	}
	if name, ok := ast.Unparen(call.Fun).(*ast.Ident); ok {
		builtin, ok := w.fn.done.info.Uses[name].(*types.Builtin)
		return ok && builtin.Name() == "panic"
	}
	callee := w.fn.done.callee(call.Fun)
	return callee != nil && callee.FullName() == "os.Exit"
}

func (w *walker) note(e event) {
	if w.quiet > 0 {
		return
	}
	e.state, e.deferred = maps.Clone(w.state), w.deferred
	w.fn.events = append(w.fn.events, e)
}
