package main

import (
	"go/ast"
	"go/token"
	"go/types"
	"slices"
)

// Where the compiler (cmd/compile, go1.24-1.27) places the call for a map operation: m[k] at its bracket, `v, ok := m[k]` at the
// assignment, a range at its `for` or clause, and what is called, such as delete, at the call.

func (c *collector) assign(node *ast.AssignStmt) {
	if node.Tok == token.DEFINE || node.Tok == token.ASSIGN {
		if len(node.Lhs) == 2 && len(node.Rhs) == 1 {
			c.assignTo(node.Rhs[0], assignment{operations: []string{"read"}, at: node.TokPos})
		}
		for _, target := range node.Lhs {
			c.assignTo(target, assignment{operations: []string{"write"}})
		}
		return
	}
	c.assignTo(node.Lhs[0], assignment{operations: []string{"read", "write"}})
}

func (c *collector) assignTo(target ast.Expr, how assignment) {
	if index, ok := ast.Unparen(target).(*ast.IndexExpr); ok {
		c.assigned[index] = how
	}
}

func (c *collector) index(node *ast.IndexExpr) {
	if !isMap(c.typeOf(node.X)) {
		return
	}
	how, ok := c.assigned[node]
	if !ok {
		how.operations = []string{"read"}
	}
	first, at := node.X.Pos(), node.Lbrack
	if how.at.IsValid() {
		first, at = min(first, how.at), how.at
	}
	c.add(node.X, c.spanOf(first, at, node.Lbrack), how.operations)
}

func (c *collector) ranges(node *ast.RangeStmt) {
	if node.Tok == token.DEFINE || node.Tok == token.ASSIGN {
		for _, target := range []ast.Expr{node.Key, node.Value} {
			if target != nil {
				c.assignTo(target, assignment{operations: []string{"write"}})
			}
		}
	}
	if !isMap(c.typeOf(node.X)) {
		return
	}
	at := node.For
	if node.Key != nil {
		at = node.Key.Pos()
	}
	// A loop that deletes all it comes to is compiled as clear.
	c.add(node.X, c.spanOf(node.For, at, node.X.End()), []string{"iterate", "clear"})
}

// What builtin functions do to their first argument when it is a map. The engine sees no len: the compiler inlines it.
var builtins = map[string]string{"delete": "delete", "clear": "clear", "len": "read"}

func (c *collector) call(node *ast.CallExpr) {
	c.locks(node)
	if len(node.Args) == 0 && !isSelector(node.Fun) {
		return
	}
	where := c.spanOf(node.Pos(), node.Lparen, node.Rparen)
	if name, ok := ast.Unparen(node.Fun).(*ast.Ident); ok {
		if builtin, ok := c.info.Uses[name].(*types.Builtin); ok {
			if operation := builtins[builtin.Name()]; operation != "" && isMap(c.typeOf(node.Args[0])) {
				c.add(node.Args[0], where, []string{operation})
			}
			return
		}
	}
	c.passes(node, where)
}

func isSelector(x ast.Expr) bool {
	_, ok := ast.Unparen(x).(*ast.SelectorExpr)
	return ok
}

// passes notes the maps that another package's function gets, as arguments or as the receiver.
func (c *collector) passes(node *ast.CallExpr, where span) {
	callee := c.calleeOf(node.Fun)
	if callee == nil || callee.Pkg() == nil || callee.Pkg() == c.pkg {
		return
	}
	passed := slices.Clone(node.Args)
	if selector, ok := ast.Unparen(node.Fun).(*ast.SelectorExpr); ok && c.info.Selections[selector] != nil {
		passed = append(passed, selector.X)
	}
	for _, x := range passed {
		if address, ok := ast.Unparen(x).(*ast.UnaryExpr); ok && address.Op == token.AND {
			x = address.X
		}
		if t := c.typeOf(x); isMap(t) && isClosed(t) {
			c.addTo(x, where, site{Operations: allOperations, Callee: symbol(callee), Types: typesIn(t, callee.Pkg())})
		}
	}
}

var allOperations = []string{"read", "write", "iterate", "delete", "clear", "clone"}

// calleeOf is the function that a call names; nil for values, and for methods of interfaces, which may be anyone's.
func (c *collector) calleeOf(fun ast.Expr) *types.Func {
	switch fun := ast.Unparen(fun).(type) {
	case *ast.IndexExpr:
		return c.calleeOf(fun.X)
	case *ast.IndexListExpr:
		return c.calleeOf(fun.X)
	case *ast.Ident:
		callee, _ := c.info.Uses[fun].(*types.Func)
		return callee
	case *ast.SelectorExpr:
		callee, _ := c.info.Uses[fun.Sel].(*types.Func)
		if callee == nil {
			return nil
		}
		if receiver := callee.Signature().Recv(); receiver != nil && types.IsInterface(receiver.Type()) {
			return nil
		}
		return callee
	}
	return nil
}

// symbol is how stacks name a function that is not generic, and how they begin to name one that is.
func symbol(f *types.Func) string {
	receiver := f.Signature().Recv()
	if receiver == nil {
		return f.Pkg().Path() + "." + f.Name()
	}
	t := receiver.Type()
	pointer, isPointer := t.(*types.Pointer)
	if isPointer {
		t = pointer.Elem()
	}
	named, ok := types.Unalias(t).(*types.Named)
	if !ok {
		return ""
	}
	name := named.Obj().Name()
	if named.TypeParams().Len() > 0 {
		name += "[...]"
	}
	if isPointer {
		name = "(*" + name + ")"
	}
	return f.Pkg().Path() + "." + name + "." + f.Name()
}

// typesIn are the names that a map's type may have inside of a package: converted to another type of the same structure,
// as net/http does with its Header.
func typesIn(t types.Type, inside *types.Package) []string {
	own, _ := typeString(t)
	under, _ := typeString(t.Underlying())
	names := []string{own, under}
	for _, pkg := range append(inside.Imports(), inside) {
		for _, name := range pkg.Scope().Names() {
			if named, ok := pkg.Scope().Lookup(name).(*types.TypeName); ok && types.Identical(named.Type().Underlying(), t.Underlying()) {
				other, _ := typeString(named.Type())
				names = append(names, other)
			}
		}
	}
	slices.Sort(names)
	return slices.Compact(names)
}

// isClosed tells whether no other map of the same type can be reached through the map: what a callee touches is the map
// itself then.
func isClosed(t types.Type) bool {
	m, ok := t.Underlying().(*types.Map)
	return ok && holdsNoMap(m.Key(), nil) && holdsNoMap(m.Elem(), nil)
}

func holdsNoMap(t types.Type, seen []types.Type) bool {
	if slices.Contains(seen, t) {
		return true
	}
	seen = append(seen, t)
	switch t := t.Underlying().(type) {
	case *types.Basic:
		return t.Kind() != types.UnsafePointer
	case *types.Pointer:
		return holdsNoMap(t.Elem(), seen)
	case *types.Slice:
		return holdsNoMap(t.Elem(), seen)
	case *types.Array:
		return holdsNoMap(t.Elem(), seen)
	case *types.Chan:
		return holdsNoMap(t.Elem(), seen)
	case *types.Struct:
		for i := range t.NumFields() {
			if !holdsNoMap(t.Field(i).Type(), seen) {
				return false
			}
		}
		return true
	}
	return false
}

func (c *collector) add(m ast.Expr, where span, operations []string) {
	name, parameters := typeString(c.typeOf(m))
	c.addTo(m, where, site{Operations: operations, Types: []string{name}, TypeParameters: parameters})
}

func (c *collector) addTo(m ast.Expr, where span, made site) {
	made.span = where
	made.Function = c.function
	made.Expression = types.ExprString(ast.Unparen(m))
	made.Variable = c.variable(m)
	f := c.fileAt(m.Pos())
	f.Sites = append(f.Sites, made)
}

// isMap is true also for a type parameter whose types are maps, and not for one that may be something else.
func isMap(t types.Type) bool {
	if parameter, ok := types.Unalias(t).(*types.TypeParam); ok {
		t = coreType(parameter)
	}
	if t == nil {
		return false
	}
	_, ok := t.Underlying().(*types.Map)
	return ok
}

// coreType is the one underlying type of all types that a constraint allows; nil when there are several.
func coreType(parameter *types.TypeParam) types.Type {
	constraint, ok := parameter.Constraint().Underlying().(*types.Interface)
	if !ok {
		return nil
	}
	var core types.Type
	for i := range constraint.NumEmbeddeds() {
		embedded := constraint.EmbeddedType(i)
		if union, ok := embedded.(*types.Union); ok {
			for j := range union.Len() {
				under := union.Term(j).Type().Underlying()
				if core != nil && !types.Identical(core, under) {
					return nil
				}
				core = under
			}
			continue
		}
		if _, isInterface := embedded.Underlying().(*types.Interface); !isInterface {
			core = embedded.Underlying()
		}
	}
	return core
}
