package main

import (
	"fmt"
	"go/ast"
	"go/types"
	"slices"
	"strings"
)

// declare says what kind of variable it is, and where its declaration stands.
func (a *analysis) declare(made *variableFacts, d *declarationOf) {
	spec := a.parents[d.name]
	made.Made = true
	made.Start, made.End = a.offset(spec.Pos()), a.offset(spec.End())
	switch {
	case d.object.IsField():
		made.Kind = "field"
		field, _ := spec.(*ast.Field)
		made.Alone = field != nil && len(field.Names) == 1
		a.declareField(made, d)
	case d.object.Parent() == d.done.pkg.Scope():
		made.Kind = "package variable"
		values, _ := spec.(*ast.ValueSpec)
		made.Alone = values != nil && len(values.Names) == 1
		if declaration, ok := a.parents[spec].(*ast.GenDecl); ok && !declaration.Lparen.IsValid() {
			made.Start, made.End = a.offset(declaration.Pos()), a.offset(declaration.End())
		}
		made.Taken = d.done.pkg.Scope().Names()
		for _, file := range d.done.files {
			for _, spec := range file.Imports {
				path := strings.Trim(spec.Path.Value, "`\"")
				made.Taken = append(made.Taken, path[strings.LastIndex(path, "/")+1:])
			}
		}
	default:
		made.Kind = "local variable"
		made.Made = isMapMadeAt(spec, d.name)
	}
}

// isMapMadeAt: m := map[…]…{…}, or make(…).
func isMapMadeAt(declaration ast.Node, name *ast.Ident) bool {
	var names, values []ast.Expr
	switch declaration := declaration.(type) {
	case *ast.AssignStmt:
		names, values = declaration.Lhs, declaration.Rhs
	case *ast.ValueSpec:
		values = declaration.Values
		for _, one := range declaration.Names {
			names = append(names, one)
		}
	}
	for i, one := range names {
		if one != name || len(values) != len(names) {
			continue
		}
		if call, ok := ast.Unparen(values[i]).(*ast.CallExpr); ok {
			builtin, ok := call.Fun.(*ast.Ident)
			return ok && builtin.Name == "make"
		}
		return isComposite(values[i])
	}
	return false
}

func (a *analysis) declareField(made *variableFacts, d *declarationOf) {
	list, _ := a.parents[a.parents[d.name]].(*ast.FieldList)
	fields, _ := a.parents[list].(*ast.StructType)
	if fields == nil {
		return
	}
	for _, field := range fields.Fields.List {
		for _, name := range field.Names {
			made.Taken = append(made.Taken, name.Name)
		}
		if len(field.Names) == 0 {
			made.Taken = append(made.Taken, typeName(d.done.info.TypeOf(field.Type)))
		}
	}
	spec, ok := a.parents[fields].(*ast.TypeSpec)
	if !ok {
		return
	}
	made.Owner = spec.Name.Name
	object, _ := d.done.info.Defs[spec.Name].(*types.TypeName)
	if object == nil {
		return
	}
	if named, ok := object.Type().(*types.Named); ok {
		for i := range named.NumMethods() {
			made.Taken = append(made.Taken, named.Method(i).Name())
		}
	}
	a.findUnkeyed(made, a.key(object.Pos()))
}

// findUnkeyed finds composite literals that list all fields of a struct by their order.
func (a *analysis) findUnkeyed(made *variableFacts, owner string) {
	for node := range a.parents {
		literal, ok := node.(*ast.CompositeLit)
		if !ok || len(literal.Elts) == 0 {
			continue
		}
		if _, keyed := literal.Elts[0].(*ast.KeyValueExpr); keyed {
			continue
		}
		for done := range a.usages {
			t := done.info.TypeOf(literal)
			if t == nil {
				continue
			}
			if named, ok := pointed(t).(*types.Named); ok && a.key(named.Origin().Obj().Pos()) == owner {
				made.Unkeyed = append(made.Unkeyed, a.place(literal.Pos()))
			}
		}
	}
	slices.SortFunc(made.Unkeyed, func(a, b codePlace) int { return strings.Compare(fmt.Sprint(a), fmt.Sprint(b)) })
	made.Unkeyed = slices.Compact(made.Unkeyed)
}

// mutexesBeside are those of the same struct; for a variable, those of the same scope.
func (a *analysis) mutexesBeside(d *declarationOf) []mutexFacts {
	found := []mutexFacts{}
	add := func(variable *types.Var, field bool) {
		if kind := mutexType(variable.Type()); kind != "" {
			found = append(found, a.mutexFacts(variable, kind, field))
		}
	}
	if d.object.IsField() {
		list, _ := a.parents[a.parents[d.name]].(*ast.FieldList)
		if fields, ok := d.done.info.TypeOf(exprOf(a.parents[list])).(*types.Struct); ok {
			for i := range fields.NumFields() {
				add(fields.Field(i), true)
			}
		}
		return found
	}
	for scope := d.object.Parent(); scope != nil && scope != types.Universe; scope = scope.Parent() {
		for _, name := range scope.Names() {
			if variable, ok := scope.Lookup(name).(*types.Var); ok {
				add(variable, false)
			}
		}
	}
	return found
}

func exprOf(node ast.Node) ast.Expr {
	x, _ := node.(ast.Expr)
	return x
}

func (a *analysis) mutexFacts(variable *types.Var, kind string, field bool) mutexFacts {
	key := a.key(variable.Pos())
	made := mutexFacts{Key: key, Label: a.label(key), Name: variable.Name(), Type: kind, Field: field, Promoted: variable.Embedded(), Inside: []string{}}
	if isPointer(variable.Type()) {
		made.Uncertain = "it is a pointer, which others may share or change"
	}
	if where, ok := a.aliased[key]; ok {
		made.Uncertain = fmt.Sprintf("its address is taken at %s:%d, and may be locked under another name", where.File[strings.LastIndex(where.File, "/")+1:], where.Line)
	}
	inside := map[string]bool{}
	for _, fn := range a.order {
		a.lockedIn(fn, key, &made, inside)
	}
	made.Inside = sortedKeys(inside)
	return made
}

// lockedIn looks how a function uses a mutex: what it takes while it holds it, and whether it leaves it locked.
func (a *analysis) lockedIn(fn *body, mutex string, made *mutexFacts, inside map[string]bool) {
	releasesLater, takes := false, false
	for _, e := range fn.events {
		isThis := e.lock != nil && e.lock.ref.mutex == mutex
		if isThis && e.kind == "releases" {
			releasesLater = releasesLater || e.lock.deferred
			if !slices.ContainsFunc(a.refsOf(e.state), func(ref lockRef) bool { return ref.mutex == mutex }) {
				made.Uncertain = fmt.Sprintf("%s unlocks it without having locked it (%s)", fn.name, a.shortPlace(e.start))
			}
		}
		takes = takes || isThis && e.kind == "takes"
		if !slices.Contains(a.mayHold(fn, e.state), mutex) {
			continue
		}
		for _, one := range append(a.direct(e), a.calledAt(e)...) {
			if one.kind == "takes" && one.mutex != mutex {
				inside[one.mutex] = true
			}
		}
	}
	for _, ref := range a.refsOf(fn.exit) {
		if ref.mutex == mutex && takes && !releasesLater {
			made.Uncertain = fmt.Sprintf("%s locks it and may return with it locked (%s)", fn.name, a.shortPlace(fn.node.Pos()))
		}
	}
}

func (a *analysis) refsOf(at state) []lockRef {
	var refs []lockRef
	for ref, how := range at {
		if how.may > 0 {
			refs = append(refs, ref)
		}
	}
	return refs
}

func (a *analysis) calledAt(e event) []consequence {
	var all []consequence
	if !e.goroutine {
		for _, callee := range e.callees {
			all = append(all, a.effects(callee)...)
		}
	}
	return all
}

// label is how people know a mutex: Config.mu, or the name of a variable.
func (a *analysis) label(key string) string {
	variable := a.mutexes[key]
	if variable == nil {
		return "a mutex"
	}
	if variable.IsField() {
		if owner := a.owners[key]; owner != "" {
			return owner + "." + variable.Name()
		}
	}
	return variable.Name()
}
