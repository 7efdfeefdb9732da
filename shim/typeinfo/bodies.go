package main

import (
	"fmt"
	"go/ast"
	"go/token"
	"go/types"
	"maps"
	"path/filepath"
	"slices"
)

// An analysis knows what the functions of all own packages do, in the order in which they do it. Objects are known by where
// they are declared: a package is checked more than once when its tests are built, and has other objects each time.
type analysis struct {
	program *program
	fset    *token.FileSet
	bodies  map[string]*body
	order   []*body
	// The variables that are asked for, by where they are declared.
	wanted  map[string]bool
	parents map[ast.Node]ast.Node
	usages  map[*checked]*usage
	// Mutexes whose address goes somewhere.
	aliased map[string]codePlace
	// What calls of functions lead to.
	known map[string][]consequence
	// By function and mutex, a call during which it may be held.
	entered map[string]map[string]callerFacts
	// Functions that are used as values.
	dynamics map[string]bool
	// Declarations of mutexes.
	mutexes map[string]*types.Var
	// The names of the structs that mutexes are fields of.
	owners map[string]string
}

// A body is that of a function or method, or of a literal that runs by itself.
type body struct {
	key, name string
	done      *checked
	node      ast.Node
	block     *ast.BlockStmt
	object    *types.Func // nil for a literal
	// It may be called by code that is not followed.
	dynamic  bool
	events   []event
	accesses []access
	// What may be held when it returns.
	exit state
}

// An event is what happens at one place, with the locks that are held there.
type event struct {
	start, end token.Pos
	kind       string // call, interface, value, foreign, callback, takes, releases, waits, io
	// What is called, among own functions, or may be called back.
	callees []string
	// The name of the method of an interface.
	method string
	// Receiver, as callers see it.
	base      string
	lock      *lockCall
	goroutine bool
	// It happens when the function returns.
	deferred bool
	text     string
	state    state
}

type lockCall struct {
	ref      lockRef
	method   string
	nameAt   token.Pos
	shown    string
	deferred bool
}

type access struct {
	variable string
	expr     ast.Expr
	state    state
}

type lockRef struct{ mutex, base string }

// held: 0 not, 1 for reading, 2 for writing.
type held struct{ must, may int }

// A state is what is held at one place; nil where nothing gets to.
type state map[lockRef]held

func merge(a, b state) state {
	if a == nil {
		return maps.Clone(b)
	}
	if b == nil {
		return a
	}
	merged := maps.Clone(a)
	for ref := range merged {
		if _, both := b[ref]; !both {
			merged[ref] = held{0, merged[ref].may}
		}
	}
	for ref, other := range b {
		one, known := a[ref]
		if !known {
			one = held{0, 0}
		}
		merged[ref] = held{min(one.must, other.must), max(one.may, other.may)}
	}
	return merged
}

func (a *analysis) key(pos token.Pos) string {
	where := a.fset.PositionFor(pos, false)
	return fmt.Sprintf("%s:%d", where.Filename, where.Offset)
}

func (a *analysis) offset(pos token.Pos) int { return a.fset.PositionFor(pos, false).Offset }

func (a *analysis) line(pos token.Pos) int { return a.fset.PositionFor(pos, false).Line }

func (a *analysis) place(pos token.Pos) codePlace {
	where := a.fset.PositionFor(pos, false)
	return codePlace{where.Filename, where.Line}
}

func (a *analysis) shortPlace(pos token.Pos) string {
	where := a.fset.PositionFor(pos, false)
	return fmt.Sprintf("%s:%d", filepath.Base(where.Filename), where.Line)
}

// walkAll goes through all functions of the packages.
func (a *analysis) walkAll(packages []*checked) {
	for _, done := range packages {
		a.usages[done] = assignedIn(done)
		for _, file := range done.files {
			a.addParents(file)
		}
	}
	for _, done := range packages {
		a.findMutexes(done)
		for _, file := range done.files {
			for _, declaration := range file.Decls {
				switch declaration := declaration.(type) {
				case *ast.FuncDecl:
					object, _ := done.info.Defs[declaration.Name].(*types.Func)
					if declaration.Body != nil && object != nil {
						a.walk(&body{key: a.key(declaration.Name.Pos()), name: declarationName(declaration), done: done, node: declaration, block: declaration.Body, object: object})
					}
				case *ast.GenDecl:
					// Initialised before anybody else runs, but literals in there live on.
					w := &walker{analysis: a, fn: &body{key: a.key(declaration.Pos()), name: "the package's variables", done: done, node: declaration}, state: state{}}
					w.expr(declaration)
				}
			}
		}
	}
}

// walk goes through one body, once.
func (a *analysis) walk(fn *body) {
	if a.bodies[fn.key] != nil {
		return
	}
	a.bodies[fn.key] = fn
	a.order = append(a.order, fn)
	w := &walker{analysis: a, fn: fn, state: state{}}
	w.list(fn.block.List)
	fn.exit = merge(w.exits, w.state)
}

func (a *analysis) addParents(file *ast.File) {
	var stack []ast.Node
	ast.Inspect(file, func(node ast.Node) bool {
		if node == nil {
			stack = stack[:len(stack)-1]
			return true
		}
		if len(stack) > 0 {
			a.parents[node] = stack[len(stack)-1]
		}
		stack = append(stack, node)
		return true
	})
}

// findMutexes notes all mutexes that the package declares.
func (a *analysis) findMutexes(done *checked) {
	for name, object := range done.info.Defs {
		variable, ok := object.(*types.Var)
		if !ok || mutexType(variable.Type()) == "" {
			continue
		}
		key := a.key(variable.Pos())
		a.mutexes[key] = variable
		for node := a.parents[name]; node != nil && variable.IsField(); node = a.parents[node] {
			if spec, ok := node.(*ast.TypeSpec); ok {
				a.owners[key] = spec.Name.Name
			}
		}
	}
	for _, file := range done.files { // embedded ones are defined nowhere by themselves
		ast.Inspect(file, func(node ast.Node) bool {
			spec, ok := node.(*ast.TypeSpec)
			if !ok {
				return true
			}
			fields, ok := done.info.TypeOf(spec.Type).(*types.Struct)
			for i := 0; ok && i < fields.NumFields(); i++ {
				if field := fields.Field(i); field.Embedded() && mutexType(field.Type()) != "" {
					a.mutexes[a.key(field.Pos())], a.owners[a.key(field.Pos())] = field, spec.Name.Name
				}
			}
			return true
		})
	}
}

// assignedIn tells which variables are assigned again, or may be, in a package.
func assignedIn(done *checked) *usage {
	u := &usage{done, map[types.Object]ast.Node{}, map[types.Object]bool{}, map[types.Object]bool{}, map[types.Object]bool{}}
	for _, file := range done.files {
		u.walk(file, nil)
	}
	return u
}

func declarationName(declaration *ast.FuncDecl) string {
	if declaration.Recv == nil || len(declaration.Recv.List) == 0 {
		return declaration.Name.Name
	}
	receiver := declaration.Recv.List[0].Type
	if star, ok := receiver.(*ast.StarExpr); ok {
		receiver = star.X
	}
	if index, ok := receiver.(*ast.IndexExpr); ok {
		receiver = index.X
	}
	if index, ok := receiver.(*ast.IndexListExpr); ok {
		receiver = index.X
	}
	return types.ExprString(receiver) + "." + declaration.Name.Name
}

// sortedKeys is never nil, which JSON would not write as a list.
func sortedKeys[V any](m map[string]V) []string {
	return append([]string{}, slices.Sorted(maps.Keys(m))...)
}
