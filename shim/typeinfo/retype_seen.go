package main

import (
	"go/ast"
	"go/token"
	"go/types"
	"slices"
)

// Who looks at the fields of a struct, or makes them, without naming them.

// decoded: what decodes into a struct makes what its exported fields point to.
func (r *retyper) decoded(owner string) {
	exposed, decodes := token.NoPos, token.NoPos
	for _, done := range r.packages {
		for name, object := range done.info.Uses {
			switch object := object.(type) {
			case *types.TypeName:
				if r.isOwner(object.Type(), owner) && r.isInExportedField(name) {
					exposed = earlier(exposed, name.Pos())
				}
			case *types.Func:
				if slices.Contains([]string{"Unmarshal", "Decode", "DecodeElement", "New"}, object.Name()) && (object.Name() != "New" || object.FullName() == "reflect.New") {
					decodes = earlier(decodes, name.Pos())
				}
			}
		}
	}
	if exposed.IsValid() && decodes.IsValid() {
		r.refuse("what is decoded at %s may make one for the field at %s, without being seen", r.shortPlace(decodes), r.shortPlace(exposed))
	}
}

func earlier(one, other token.Pos) token.Pos {
	if one.IsValid() && one < other {
		return one
	}
	return other
}

func (r *retyper) isInExportedField(name *ast.Ident) bool {
	for node := r.parents[name]; node != nil; node = r.parents[node] {
		switch outer := node.(type) {
		case *ast.Field:
			_, isStruct := r.parents[r.parents[outer]].(*ast.StructType)
			return isStruct && (len(outer.Names) == 0 || slices.ContainsFunc(outer.Names, (*ast.Ident).IsExported))
		case ast.Stmt, ast.Decl:
			return false
		}
	}
	return false
}

// Packages of the standard library that look at what is in a struct, whatever its type.
var lookers = []string{"fmt", "log", "log/slog", "reflect", "testing", "encoding/json", "encoding/gob", "encoding/xml", "text/template", "html/template"}

// shownTo: the struct is passed to code that takes anything, and may look at its fields.
func (r *retyper) shownTo(done *checked, call *ast.CallExpr, owner string) {
	callee := done.callee(call.Fun)
	if callee == nil || callee.Pkg() == nil || r.isOwnPackage(callee.Pkg()) {
		return
	}
	standard := r.program.byID[callee.Pkg().Path()]
	if standard != nil && standard.Standard && !slices.Contains(lookers, callee.Pkg().Path()) {
		return
	}
	for _, argument := range call.Args {
		if t := done.info.TypeOf(argument); t != nil && r.isOwner(pointed(pointed(t)), owner) {
			r.refuse("%s may look at the fields of what it gets at %s", callee.FullName(), r.shortPlace(call.Pos()))
		}
	}
}
