package main

import (
	"go/ast"
	"go/token"
	"go/types"
)

// mutexType is the name of a type of locks of package sync, also behind a pointer; empty for all others.
func mutexType(t types.Type) string {
	named, ok := pointed(t).(*types.Named)
	if !ok || named.Obj().Pkg() == nil || named.Obj().Pkg().Path() != "sync" {
		return ""
	}
	switch name := named.Obj().Name(); name {
	case "Mutex", "RWMutex":
		return "sync." + name
	}
	return ""
}

// mutexesOf are the mutexes in variables of this package.
func (c *collector) mutexesOf(pkg *types.Package) []string {
	if pkg != c.pkg {
		return nil
	}
	var found []string
	for _, name := range pkg.Scope().Names() {
		if variable, ok := pkg.Scope().Lookup(name).(*types.Var); ok && mutexType(variable.Type()) != "" {
			found = append(found, name)
		}
	}
	return found
}

// packageMutexes notes the declarations of mutexes: variables, and fields of the package's named structs.
func (c *collector) packageMutexes() {
	scope := c.pkg.Scope()
	for _, name := range scope.Names() {
		switch object := scope.Lookup(name).(type) {
		case *types.Var:
			c.mutex(object, name)
		case *types.TypeName:
			fields, ok := object.Type().Underlying().(*types.Struct)
			if !ok || object.IsAlias() {
				continue
			}
			for i := range fields.NumFields() {
				c.mutex(fields.Field(i), name+"."+fields.Field(i).Name())
			}
		}
	}
}

func (c *collector) mutex(object *types.Var, name string) {
	kind := mutexType(object.Type())
	if kind == "" || object.Pkg() != c.pkg || !object.Pos().IsValid() {
		return
	}
	f := c.fileAt(object.Pos())
	f.Mutexes = append(f.Mutexes, mutexPlace{c.spanOf(object.Pos(), object.Pos(), object.Pos()), name, kind})
}

// The methods of package sync that take a lock, and how.
var lockMethods = map[string]string{"Lock": "write", "TryLock": "write", "RLock": "read", "TryRLock": "read"}

// locks notes a call that takes a lock of package sync, under the name of the lock's variable.
func (c *collector) locks(node *ast.CallExpr) {
	selector, ok := ast.Unparen(node.Fun).(*ast.SelectorExpr)
	if !ok {
		return
	}
	mode := lockMethods[selector.Sel.Name]
	selection := c.info.Selections[selector]
	if mode == "" || selection == nil || selection.Obj().Pkg() == nil || selection.Obj().Pkg().Path() != "sync" {
		return
	}
	name := c.lockName(selector.X, selection)
	if name == "" {
		return
	}
	f := c.fileAt(node.Pos())
	f.Locks = append(f.Locks, lock{c.spanOf(node.Pos(), node.Lparen, node.Rparen), mode, name, c.certain(c.lockVariable(selector.X, selection))})
}

// lockName is `Config.mu` for a field, also one that is embedded and not written out, and the plain name of a variable.
func (c *collector) lockName(x ast.Expr, selection *types.Selection) string {
	if path := selection.Index(); len(path) > 1 {
		holder := follow(selection.Recv(), path[:len(path)-2])
		if holder.fields == nil {
			return ""
		}
		return holder.nameOr(x) + "." + holder.fields.Field(path[len(path)-2]).Name()
	}
	switch x := ast.Unparen(x).(type) {
	case *ast.Ident:
		return x.Name
	case *ast.UnaryExpr:
		if x.Op == token.AND {
			return c.lockName(x.X, selection)
		}
	case *ast.StarExpr:
		return c.lockName(x.X, selection)
	case *ast.IndexExpr:
		if name := c.lockName(x.X, selection); name != "" {
			return name + "[…]"
		}
	case *ast.SelectorExpr:
		inner := c.info.Selections[x]
		if inner == nil {
			return types.ExprString(x) // of another package
		}
		return ownerOf(inner).nameOr(x.X) + "." + x.Sel.Name
	}
	return ""
}

// starts notes a go statement that runs a function with a name.
func (c *collector) starts(node *ast.GoStmt) {
	switch fun := ast.Unparen(node.Call.Fun).(type) {
	case *ast.Ident, *ast.SelectorExpr:
		f := c.fileAt(node.Pos())
		f.Goroutines = append(f.Goroutines, goroutine{c.spanOf(node.Pos(), node.Call.Lparen, node.End()), types.ExprString(fun)})
	}
}
