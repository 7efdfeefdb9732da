package main

import (
	"go/ast"
	"go/types"
)

// flowOf follows what was read through one function.
type flowOf struct {
	*analysis
	done *checked
	// The variable whose touches these are.
	variable string
	touches  map[ast.Node]*touch
	seen     map[types.Object]*touch
	found    [][2]*touch
}

// list goes through statements that run only because of what was read before, if anything.
func (f *flowOf) list(list []ast.Stmt, because *touch) {
	for _, statement := range list {
		because = f.stmt(statement, because)
	}
}

// stmt returns what the statements behind it depend on.
func (f *flowOf) stmt(statement ast.Stmt, because *touch) *touch {
	switch s := statement.(type) {
	case *ast.IfStmt:
		f.simple(s.Init, because)
		f.simple(s.Cond, because)
		decided := firstOf(f.source(s.Cond), because)
		f.list(s.Body.List, decided)
		if s.Else != nil {
			f.stmt(s.Else, decided)
		}
		if endsIn(s.Body) {
			return decided
		}
		return because
	case *ast.BlockStmt:
		f.list(s.List, because)
		return because
	case *ast.ForStmt:
		f.simple(s.Init, because)
		f.simple(s.Cond, because)
		decided := because
		if s.Cond != nil {
			decided = firstOf(f.source(s.Cond), because)
		}
		f.list(s.Body.List, decided)
		return because
	case *ast.RangeStmt:
		f.simple(s.X, because)
		f.taint(f.source(s.X), s.Key, s.Value)
		f.list(s.Body.List, firstOf(f.source(s.X), because))
		return because
	case *ast.SwitchStmt:
		f.simple(s.Init, because)
		decided := because
		if s.Tag != nil {
			f.simple(s.Tag, because)
			decided = firstOf(f.source(s.Tag), because)
		}
		for _, one := range s.Body.List {
			if clause, ok := one.(*ast.CaseClause); ok {
				for _, value := range clause.List {
					decided = firstOf(f.source(value), decided)
				}
				f.list(clause.Body, decided)
			}
		}
		return because
	case *ast.LabeledStmt:
		return f.stmt(s.Stmt, because)
	}
	f.simple(statement, because)
	return because
}

func firstOf(a, b *touch) *touch {
	if a != nil {
		return a
	}
	return b
}

// simple is a statement or expression that is evaluated as a whole.
func (f *flowOf) simple(node ast.Node, because *touch) {
	if node == nil || isNilNode(node) {
		return
	}
	ast.Inspect(node, func(inner ast.Node) bool {
		if literal, ok := inner.(*ast.FuncLit); ok {
			f.list(literal.Body.List, because)
			return false
		}
		if acts := f.touches[inner]; acts != nil && acts.write {
			reason := because
			if call, ok := inner.(*ast.CallExpr); ok && reason == nil {
				for _, arg := range call.Args {
					// An object that was looked up or copied: what it is acted on for is its own map.
					if !f.hasVariable(arg) {
						reason = firstOf(reason, f.source(arg))
					}
				}
			}
			if index, ok := f.parents[inner].(*ast.IndexExpr); ok && reason == nil {
				if assigned, ok := f.parents[index].(*ast.AssignStmt); ok {
					for _, value := range assigned.Rhs {
						reason = firstOf(reason, f.source(value))
					}
				}
			}
			// Two accesses of one function are looked at where they are guarded: in one section.
			if reason != nil && reason != acts && len(reason.via)+len(acts.via) > 0 {
				f.found = append(f.found, [2]*touch{reason, acts})
			}
		}
		return true
	})
	switch s := node.(type) {
	case *ast.AssignStmt:
		for _, value := range s.Rhs {
			f.taint(f.source(value), s.Lhs...)
		}
	case *ast.DeclStmt:
		if declared, ok := s.Decl.(*ast.GenDecl); ok {
			for _, spec := range declared.Specs {
				if values, ok := spec.(*ast.ValueSpec); ok {
					for _, value := range values.Values {
						for _, name := range values.Names {
							f.taint(f.source(value), name)
						}
					}
				}
			}
		}
	}
}

// hasVariable: x is an object that has a variable of its own, as a field.
func (f *flowOf) hasVariable(x ast.Expr) bool {
	t := f.done.info.TypeOf(x)
	if t == nil {
		return false
	}
	fields := structOf(t)
	for i := 0; fields != nil && i < fields.NumFields(); i++ {
		if f.key(fields.Field(i).Origin().Pos()) == f.variable {
			return true
		}
	}
	return false
}

func (f *flowOf) taint(by *touch, targets ...ast.Expr) {
	for _, target := range targets {
		name, ok := target.(*ast.Ident)
		if ok && by != nil {
			f.seen[f.done.info.ObjectOf(name)] = by
		}
	}
}

// source is the read that a value comes from.
func (f *flowOf) source(x ast.Expr) *touch {
	var found *touch
	ast.Inspect(x, func(inner ast.Node) bool {
		if one := f.touches[inner]; one != nil && one.read && found == nil {
			found = one
		}
		if name, ok := inner.(*ast.Ident); ok && found == nil {
			if object := f.done.info.Uses[name]; object != nil {
				found = f.seen[object]
			}
		}
		_, literal := inner.(*ast.FuncLit)
		return !literal
	})
	return found
}
