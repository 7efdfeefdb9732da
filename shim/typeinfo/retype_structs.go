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
