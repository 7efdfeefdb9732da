package main

import (
	"go/ast"
	"go/token"
	"go/types"
)

// initialised: a package variable, which would be set by a function init behind its declaration. Nothing may use it before.
func (r *retyper) initialised() {
	if value := r.made.Value; value != nil && value.How == "other" {
		r.refuse("its first value is made by a call, which would come later than it does now")
	}
	file := r.fset.File(r.name.Pos()).Name()
	for _, one := range r.done.files {
		for _, declaration := range one.Decls {
			switch declaration := declaration.(type) {
			case *ast.GenDecl:
				if declaration.Tok == token.VAR && r.usesWhenRun(declaration) {
					r.refuse("it may be used while the variables of the package are initialised, at %s", r.shortPlace(declaration.Pos()))
				}
			case *ast.FuncDecl:
				isInit := declaration.Recv == nil && declaration.Name.Name == "init"
				if isInit && declaration.Body != nil && (r.fset.File(one.FileStart).Name() != file || declaration.Pos() < r.name.Pos()) && r.usesWhenRun(declaration.Body) {
					r.refuse("a function init uses it before it would be set, at %s", r.shortPlace(declaration.Pos()))
				}
			}
		}
	}
}

// usesWhenRun: the node names the variable, or a function that gets to it.
func (r *retyper) usesWhenRun(node ast.Node) bool {
	found := false
	ast.Inspect(node, func(inner ast.Node) bool {
		name, ok := inner.(*ast.Ident)
		if !ok {
			return !found
		}
		switch object := r.done.info.Uses[name].(type) {
		case *types.Var:
			found = found || r.key(object.Pos()) == r.variable
		case *types.Func:
			read, write, _ := r.reaches(r.key(object.Origin().Pos()), r.variable)
			found = found || read || write
		}
		return !found
	})
	return found
}
