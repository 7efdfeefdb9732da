package main

import (
	"go/ast"
	"go/token"
)

// Statements, and what in them is evaluated together. A statement in a list can have another one behind it on its line;
// those in the heads of if, for and switch cannot.

func (r *rewriter) statements(list []ast.Stmt) {
	for _, statement := range list {
		r.statement(statement, true)
	}
}

func (r *rewriter) statement(statement ast.Stmt, listed bool) {
	switch s := statement.(type) {
	case *ast.ExprStmt:
		r.evaluate(s.X)
	case *ast.SendStmt:
		r.evaluate(s.Chan, s.Value)
	case *ast.IncDecStmt:
		r.evaluate(s.X)
	case *ast.AssignStmt:
		r.assignment(s, listed)
	case *ast.GoStmt:
		r.evaluateCallLater(s.Call)
	case *ast.DeferStmt:
		r.evaluateCallLater(s.Call)
	case *ast.ReturnStmt:
		r.evaluate(s.Results...)
	case *ast.DeclStmt:
		r.declaration(s)
	case *ast.LabeledStmt:
		r.statement(s.Stmt, listed)
	case *ast.BlockStmt:
		r.statements(s.List)
	case *ast.IfStmt:
		r.head(s.Init, s.Cond)
		r.statements(s.Body.List)
		if s.Else != nil {
			r.statement(s.Else, false)
		}
	case *ast.ForStmt:
		r.head(s.Init, s.Cond)
		if s.Post != nil {
			r.statement(s.Post, false)
		}
		r.statements(s.Body.List)
	case *ast.RangeStmt:
		r.rangeLoop(s)
	case *ast.SwitchStmt:
		r.head(s.Init, s.Tag)
		r.statements(s.Body.List)
	case *ast.TypeSwitchStmt:
		r.head(s.Init, nil)
		r.statement(s.Assign, false)
		r.statements(s.Body.List)
	case *ast.CaseClause:
		for _, value := range s.List {
			if !r.info.Types[value].IsType() {
				r.evaluate(value) // only when it comes to this one
			}
		}
		r.statements(s.Body)
	case *ast.SelectStmt:
		r.statements(s.Body.List)
	case *ast.CommClause:
		r.communication(s)
		r.statements(s.Body)
	}
}

func (r *rewriter) head(init ast.Stmt, condition ast.Expr) {
	if init != nil {
		r.statement(init, false)
	}
	if condition != nil {
		r.evaluate(condition)
	}
}

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
func (r *rewriter) rangeLoop(s *ast.RangeStmt) {
	r.evaluate(s.X)
	if s.Tok == token.ASSIGN {
		for _, target := range []ast.Expr{s.Key, s.Value} {
			if target != nil {
				r.literals(target)
			}
		}
		r.storesBefore([]ast.Expr{s.Key, s.Value}, s.Body.Lbrace)
	}
	r.statements(s.Body.List)
}

// communication: channels and what is sent are evaluated when the select begins, one after the other; the targets of a
// receive when it has happened, before the body.
func (r *rewriter) communication(s *ast.CommClause) {
	switch comm := s.Comm.(type) {
	case *ast.SendStmt:
		r.evaluate(comm.Chan, comm.Value)
	case *ast.ExprStmt:
		r.evaluate(comm.X)
	case *ast.AssignStmt:
		r.evaluate(comm.Rhs...)
		for _, target := range comm.Lhs {
			r.literals(target)
		}
		if comm.Tok == token.ASSIGN {
			r.storesBefore(comm.Lhs, s.Colon)
		}
	}
}

// storesBefore are assignments that happen right before the body that begins behind at.
func (r *rewriter) storesBefore(targets []ast.Expr, at token.Pos) {
	for i, target := range targets {
		if target == nil || r.changesOthers(targets, i) {
			continue
		}
		if variable := r.storedVariable(target); variable != nil {
			r.edit("begin-stored", at, at+1, variable)
			r.note(variable, at, "store")
		} else if variable := r.assignedInto(target); variable != nil && r.isPlain(variable) && r.fits(variable) && r.hasPlainKey(target) {
			r.edit("begin-loaded", at, at+1, variable)
			r.note(variable, at, "load")
		}
	}
}

// hasPlainKey: a call in the key of x[k] could synchronise after x was read.
func (r *rewriter) hasPlainKey(target ast.Expr) bool {
	index, ok := ast.Unparen(target).(*ast.IndexExpr)
	return ok && r.isPlain(index.Index)
}
