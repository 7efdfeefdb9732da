package main

import (
	"go/ast"
	"go/token"
	"go/types"
	"slices"
	"strings"
)

// structs looks at all that is done with the struct that has the field: it may not be copied, nor made without being seen.
func (r *retyper) structs() {
	list, _ := r.parents[r.parents[r.name]].(*ast.FieldList)
	fields, _ := r.parents[list].(*ast.StructType)
	spec, ok := r.parents[fields].(*ast.TypeSpec)
	field, _ := r.parents[r.name].(*ast.Field)
	if !ok || spec.TypeParams != nil || spec.Assign.IsValid() || len(field.Names) != 1 || field.Tag != nil {
		r.refuse("it is no plain field of a struct that has a name")
		return
	}
	object, _ := r.done.info.Defs[spec.Name].(*types.TypeName)
	if object == nil || object.Parent() != r.done.pkg.Scope() {
		r.refuse("its struct is declared in a function")
		return
	}
	owner := r.key(object.Pos())
	for _, done := range r.packages {
		for _, file := range done.files {
			ast.Inspect(file, func(node ast.Node) bool {
				r.inspect(done, node, owner)
				return true
			})
		}
	}
	r.decoded(owner)
	slices.SortFunc(r.made.Makers, func(a, b maker) int {
		if a.File != b.File {
			return strings.Compare(a.File, b.File)
		}
		return a.Start - b.Start
	})
}

func (r *retyper) isOwner(t types.Type, owner string) bool {
	named, ok := t.(*types.Named)
	return ok && named.Obj().Pkg() != nil && r.key(named.Obj().Pos()) == owner
}

func (r *retyper) inspect(done *checked, node ast.Node, owner string) {
	x, ok := node.(ast.Expr)
	if !ok {
		return
	}
	if literal, ok := x.(*ast.CompositeLit); ok {
		if r.isOwner(pointed(done.info.TypeOf(literal)), owner) {
			r.addMaker(done, literal)
		}
		return
	}
	if call, ok := x.(*ast.CallExpr); ok {
		r.shownTo(done, call, owner)
	}
	info := done.info.Types[x]
	if name, ok := x.(*ast.Ident); ok {
		switch object := done.info.Uses[name].(type) {
		case *types.TypeName:
			if r.isOwner(object.Type(), owner) && !r.isPointerTo(x) {
				r.refuse("%s may be made or copied at %s without being seen", name.Name, r.shortPlace(x.Pos()))
			}
			return
		case *types.Var:
			info.Type = object.Type()
		default:
			return
		}
	}
	if info.Type == nil || info.IsType() || !r.isOwner(info.Type, owner) {
		return
	}
	outer := r.parents[x]
	switch outer := outer.(type) {
	case *ast.ParenExpr:
		return
	case *ast.SelectorExpr:
		if outer.X == x || outer.Sel == x {
			return
		}
	case *ast.UnaryExpr:
		if outer.Op == token.AND {
			return
		}
	}
	r.refuse("%s is copied at %s", typeName(info.Type), r.shortPlace(x.Pos()))
}

// isPointerTo: the name of a type in *T, in the type of a literal, or in (*T).method.
func (r *retyper) isPointerTo(x ast.Node) bool {
	child, outer := x, r.parents[x]
	if selector, ok := outer.(*ast.SelectorExpr); ok && selector.Sel == child { // of another package
		child, outer = selector, r.parents[selector]
	}
	switch outer := outer.(type) {
	case *ast.StarExpr:
		return true
	case *ast.CompositeLit:
		return outer.Type == child
	}
	return false
}

func (r *retyper) addMaker(done *checked, literal *ast.CompositeLit) {
	place := r.place(literal.Pos())
	made := maker{File: place.File, Line: place.Line, Start: r.offset(literal.Pos()), End: r.offset(literal.End()), Names: []string{}}
	fn := r.bodyAround(literal)
	if literal.Type == nil || fn == nil {
		r.refuse("%s is made at %s where no statement can set %s", typeName(pointed(done.info.TypeOf(literal))), r.shortPlace(literal.Pos()), r.object.Name())
		return
	}
	for i, element := range literal.Elts {
		pair, ok := element.(*ast.KeyValueExpr)
		if !ok {
			r.refuse("a literal lists its fields by their order, at %s", r.shortPlace(literal.Pos()))
			return
		}
		if key, ok := pair.Key.(*ast.Ident); !ok || key.Name != r.object.Name() {
			continue
		}
		made.Value = r.valueOf(done, pair.Value)
		made.ElementStart, made.ElementEnd = r.offset(pair.Pos()), r.offset(pair.End())
		switch {
		case i+1 < len(literal.Elts):
			made.ElementEnd = r.offset(literal.Elts[i+1].Pos())
		case i > 0:
			made.ElementStart = r.offset(literal.Elts[i-1].End())
		default:
			made.ElementStart, made.ElementEnd = r.offset(literal.Lbrace)+1, r.offset(literal.Rbrace)
		}
	}
	names := map[string]bool{}
	ast.Inspect(fn.node, func(node ast.Node) bool {
		if name, ok := node.(*ast.Ident); ok {
			names[name.Name] = true
		}
		return true
	})
	made.Names = sortedKeys(names)
	r.made.Makers = append(r.made.Makers, made)
}
