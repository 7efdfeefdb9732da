package main

import (
	"go/ast"
	"go/token"
	"go/types"
	"strings"
)

// Assignments (go1.24-1.27, cmd/compile/internal/walk/order.go): the operands on both sides that are no calls are loaded
// when all calls are done, then all is assigned. What is said behind the statement thus lies between the same operations
// that synchronise. What would have to be named again there must still be the same variable.

func (r *rewriter) assignment(s *ast.AssignStmt, listed bool) {
	if s.Tok != token.ASSIGN && s.Tok != token.DEFINE {
		r.evaluate(s.Lhs[0], s.Rhs[0])
		return
	}
	scope := &scope{}
	for _, target := range s.Lhs {
		target = ast.Unparen(target)
		if variable := r.assignedInto(target); variable != nil {
			scope.behind = append(scope.behind, variable)
		}
		if isMap(r.typeOf(target)) || isIdentifier(target) {
			r.walkContainer(scope, target)
		} else {
			r.walk(scope, target)
		}
	}
	for _, value := range s.Rhs {
		r.walk(scope, value)
	}
	left := r.finish(scope)
	if !listed {
		return
	}
	for i, target := range s.Lhs {
		if r.changesOthers(s.Lhs, i) {
			continue
		}
		if variable := r.storedVariable(target); variable != nil {
			r.edit("stored", s.Pos(), s.End(), variable)
			r.note(variable, s.End(), "store")
		} else if variable := r.assignedInto(ast.Unparen(target)); variable != nil && left[variable] && r.isPlain(variable) && r.fits(variable) {
			r.edit("loaded", s.Pos(), s.End(), variable)
			r.note(variable, s.End(), "load")
		}
	}
}

func isIdentifier(x ast.Expr) bool {
	_, ok := x.(*ast.Ident)
	return ok
}

// storedVariable is the shared map variable that an assignment to target changes, if it can be named again.
func (r *rewriter) storedVariable(target ast.Expr) ast.Expr {
	target = ast.Unparen(target)
	if name, ok := target.(*ast.Ident); ok && r.info.Defs[name] != nil {
		return nil // declared here, so nobody else knows it yet
	}
	if !isMap(r.typeOf(target)) || !r.isSharedVariable(target) || !r.isPlain(target) || !r.fits(target) {
		return nil
	}
	return target
}

// assignedInto is the shared variable x of a target x[k].
func (r *rewriter) assignedInto(target ast.Expr) ast.Expr {
	index, ok := ast.Unparen(target).(*ast.IndexExpr)
	if !ok {
		return nil
	}
	x := ast.Unparen(index.X)
	if !isMap(r.typeOf(x)) || !r.isSharedVariable(x) {
		return nil
	}
	return x
}

// fits: what is put in must stay on its line, and a comment would swallow the rest of it.
func (r *rewriter) fits(x ast.Expr) bool {
	text := r.text(x)
	return !strings.ContainsAny(text, "\n\r") && !strings.Contains(text, "/")
}

// changesOthers tells whether one of the other targets of an assignment may be part of the way to this one's variable.
// Entries of maps and variables that hold maps are none: no way that can be named again leads through a map.
func (r *rewriter) changesOthers(targets []ast.Expr, which int) bool {
	names := r.namesIn(targets[which])
	for i, target := range targets {
		if i == which || target == nil {
			continue
		}
		target = ast.Unparen(target)
		if name, ok := target.(*ast.Ident); ok {
			if name.Name != "_" && names[r.info.ObjectOf(name)] {
				return true
			}
			continue
		}
		if index, ok := target.(*ast.IndexExpr); ok && isMap(r.typeOf(index.X)) || isMap(r.typeOf(target)) {
			continue
		}
		return true
	}
	return false
}

func (r *rewriter) namesIn(x ast.Expr) map[types.Object]bool {
	names := map[types.Object]bool{}
	ast.Inspect(x, func(node ast.Node) bool {
		if name, ok := node.(*ast.Ident); ok {
			names[r.info.ObjectOf(name)] = true
		}
		return true
	})
	return names
}
