package main

import (
	"go/ast"
	"go/token"
	"go/types"
)

// variable tells what keeps the map that an expression stands for; nil when that has no name.
func (c *collector) variable(m ast.Expr) *variable {
	switch m := ast.Unparen(m).(type) {
	case *ast.Ident:
		if object, ok := c.info.ObjectOf(m).(*types.Var); ok {
			return c.named(object)
		}
	case *ast.SelectorExpr:
		return c.selected(m)
	case *ast.IndexExpr:
		return c.inside(m.X, "element of ")
	case *ast.StarExpr:
		return c.inside(m.X, "map behind ")
	case *ast.TypeAssertExpr:
		return c.inside(m.X, "map in ")
	case *ast.CallExpr:
		if c.info.Types[m.Fun].IsType() && len(m.Args) == 1 {
			return c.variable(m.Args[0])
		}
		return &variable{Kind: "result", Description: "result of " + types.ExprString(m.Fun), Mutexes: []string{}}
	}
	return nil
}

// named describes a variable that is no field.
func (c *collector) named(object *types.Var) *variable {
	if object.IsField() {
		return nil // a key in a composite literal
	}
	made := &variable{Mutexes: []string{}}
	switch {
	case object.Pkg() != nil && object.Parent() == object.Pkg().Scope():
		name := object.Name()
		if object.Pkg() != c.pkg {
			name = object.Pkg().Name() + "." + name
		}
		made.Kind, made.Description = "package variable", "package variable "+name
	case c.parameters[object]:
		made.Kind, made.Description = "parameter", "parameter "+object.Name()
	default:
		made.Kind, made.Description = "local variable", "local variable "+object.Name()
	}
	c.declared(made, object.Pos())
	made.Mutexes = append(made.Mutexes, c.mutexesOf(object.Pkg())...)
	return made
}

func (c *collector) selected(m *ast.SelectorExpr) *variable {
	selection := c.info.Selections[m]
	if selection == nil {
		if object, ok := c.info.Uses[m.Sel].(*types.Var); ok {
			return c.named(object) // of another package
		}
		return nil
	}
	field, ok := selection.Obj().(*types.Var)
	if !ok || selection.Kind() != types.FieldVal {
		return nil
	}
	owner := ownerOf(selection)
	made := &variable{Kind: "field", Description: "field " + field.Name() + " of " + owner.description(), Mutexes: []string{}}
	c.declared(made, field.Pos())
	made.Mutexes = append(made.Mutexes, owner.mutexes(m.X)...)
	return made
}

// inside describes a map that lies in something else.
func (c *collector) inside(container ast.Expr, how string) *variable {
	outer := c.variable(container)
	if outer == nil {
		return nil
	}
	made := *outer
	made.Description = how + outer.Description
	if how == "element of " && outer.Kind != "result" {
		made.Kind = "element"
	}
	return &made
}

func (c *collector) declared(made *variable, at token.Pos) {
	if !at.IsValid() {
		return
	}
	// What export data says of other packages' lines is exact for go1.24-1.27, but their files are named as the compiler
	// was told to: a path that is not there helps nobody.
	if where := c.fset.Position(at); where.IsValid() && c.fset.File(at).Name() != "" {
		made.File, made.Line = where.Filename, where.Line
	}
}

// An owner is the struct that declares a field.
type owner struct {
	name    string // empty when the type has none
	pointer bool   // it is reached through a pointer
	fields  *types.Struct
}

// ownerOf is the owner of what is selected.
func ownerOf(selection *types.Selection) owner {
	path := selection.Index()
	return follow(selection.Recv(), path[:len(path)-1])
}

// follow goes through embedded fields.
func follow(t types.Type, path []int) owner {
	for _, index := range path {
		if fields := structOf(t); fields != nil {
			t = fields.Field(index).Type()
		}
	}
	_, isPointer := types.Unalias(t).Underlying().(*types.Pointer)
	return owner{typeName(t), isPointer, structOf(t)}
}

func structOf(t types.Type) *types.Struct {
	t = pointed(t)
	if parameter, ok := t.(*types.TypeParam); ok {
		t = coreType(parameter)
	}
	if t == nil {
		return nil
	}
	fields, _ := t.Underlying().(*types.Struct)
	return fields
}

// pointed is the type, or what it points to.
func pointed(t types.Type) types.Type {
	t = types.Unalias(t)
	if pointer, ok := t.Underlying().(*types.Pointer); ok {
		return types.Unalias(pointer.Elem())
	}
	return t
}

func typeName(t types.Type) string {
	if named, ok := pointed(t).(*types.Named); ok {
		return named.Obj().Name()
	}
	return ""
}

func (o owner) description() string {
	switch {
	case o.name == "":
		return "an unnamed struct"
	case o.pointer:
		return "*" + o.name
	}
	return o.name
}

// nameOr is the owner's name. A struct whose type has none is called by the variable x that it is in.
func (o owner) nameOr(x ast.Expr) string {
	if o.name == "" {
		return types.ExprString(x)
	}
	return o.name
}

// mutexes are the names of the mutexes in the struct.
func (o owner) mutexes(x ast.Expr) []string {
	var found []string
	if o.fields == nil {
		return nil
	}
	for i := range o.fields.NumFields() {
		if field := o.fields.Field(i); mutexType(field.Type()) != "" {
			found = append(found, o.nameOr(x)+"."+field.Name())
		}
	}
	return found
}
