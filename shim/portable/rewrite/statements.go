package main

import (
	"go/ast"
	"go/token"
)

func (r *rewriter) statements(list []ast.Stmt) {
	for _, statement := range list {
		r.statement(statement)
	}
}

// statement goes through a statement, which may be nil, and splits it into what is evaluated together.
func (r *rewriter) statement(statement ast.Stmt) {
	switch s := statement.(type) {
	case *ast.ExprStmt:
		r.evaluate(s.X)
	case *ast.SendStmt:
		r.evaluate(s.Chan, s.Value)
	case *ast.IncDecStmt:
		r.assign([]ast.Expr{s.X}, nil)
	case *ast.AssignStmt:
		if s.Tok == token.DEFINE {
			r.evaluate(s.Rhs...)
		} else {
			r.assign(s.Lhs, s.Rhs)
		}
	case *ast.GoStmt:
		r.later(s.Call)
	case *ast.DeferStmt:
		r.later(s.Call)
	case *ast.ReturnStmt:
		r.evaluate(s.Results...)
	case *ast.DeclStmt:
		r.declaration(s)
	case *ast.LabeledStmt:
		r.statement(s.Stmt)
	case *ast.BlockStmt:
		r.statements(s.List)
	case *ast.IfStmt:
		r.statement(s.Init)
		r.evaluate(s.Cond)
		r.statements(s.Body.List)
		r.statement(s.Else)
	case *ast.ForStmt:
		r.statement(s.Init)
		r.evaluate(s.Cond)
		r.statement(s.Post)
		r.statements(s.Body.List)
	case *ast.RangeStmt:
		r.rangeLoop(s)
	case *ast.SwitchStmt:
		r.statement(s.Init)
		r.evaluate(s.Tag)
		r.statements(s.Body.List)
	case *ast.TypeSwitchStmt:
		r.statement(s.Init)
		r.statement(s.Assign)
		r.statements(s.Body.List)
	case *ast.CaseClause:
		for _, value := range s.List {
			r.evaluate(value) // only when it comes to this one
		}
		r.statements(s.Body)
	case *ast.SelectStmt:
		r.statements(s.Body.List)
	case *ast.CommClause:
		r.communication(s)
		r.statements(s.Body)
	}
}

func (r *rewriter) assign(targets, values []ast.Expr) {
	s := &scope{}
	for _, target := range targets {
		r.walkTarget(s, target)
	}
	r.walkList(s, values)
	r.finish(s)
}

// later: the operands of go and defer are evaluated now. Those of a builtin function are used later, by a
// function that takes its place.
func (r *rewriter) later(call *ast.CallExpr) {
	s := &scope{}
	fun := unparen(call.Fun)
	if !r.info.Types[fun].IsBuiltin() {
		r.walkCall(s, call)
		r.finish(s)
		return
	}
	r.walkList(s, call.Args)
	r.finish(s)
	name, ok := fun.(*ast.Ident)
	if !ok || len(call.Args) == 0 || !isMap(r.typeOf(call.Args[0])) {
		return
	}
	if hook := laterBuiltins[name.Name]; hook != "" {
		r.put(edit{hook: hook, start: r.offset(name.Pos()), end: r.offset(name.End()), instead: name.Name, line: r.line(name)})
	}
}

var laterBuiltins = map[string]string{"delete": "DeferredDelete", "clear": "DeferredClear"}

func (r *rewriter) declaration(s *ast.DeclStmt) {
	declaration, ok := s.Decl.(*ast.GenDecl)
	if !ok || declaration.Tok != token.VAR {
		return
	}
	for _, spec := range declaration.Specs {
		if values, ok := spec.(*ast.ValueSpec); ok {
			r.evaluate(values.Values...)
		}
	}
}

// rangeLoop: what is ranged over is evaluated once, its targets are assigned before the body, each time.
func (r *rewriter) rangeLoop(loop *ast.RangeStmt) {
	s := &scope{}
	r.walk(s, loop.X)
	if isMap(r.typeOf(loop.X)) {
		s.accesses = append(s.accesses, access{m: loop.X, hook: "Range", upTo: loop.X.End()})
	}
	r.finish(s)
	if loop.Tok == token.ASSIGN {
		r.assign([]ast.Expr{loop.Key, loop.Value}, nil)
	}
	r.statements(loop.Body.List)
}

// communication: channels and what is sent are evaluated when the select begins, one after the other; the targets of a
// receive when it has happened.
func (r *rewriter) communication(s *ast.CommClause) {
	switch comm := s.Comm.(type) {
	case *ast.SendStmt:
		r.evaluate(comm.Chan, comm.Value)
	case *ast.ExprStmt:
		r.received(comm.X)
	case *ast.AssignStmt:
		r.received(comm.Rhs[0])
		if comm.Tok == token.ASSIGN {
			r.assign(comm.Lhs, nil)
		}
	}
}

// received: nothing may be put around the receive of a select's case.
func (r *rewriter) received(x ast.Expr) {
	if receive, ok := unparen(x).(*ast.UnaryExpr); ok {
		r.evaluate(receive.X)
	}
}
