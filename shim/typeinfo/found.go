package main

import (
	"go/ast"
	"go/token"
	"go/types"
	"slices"
	"strings"
)

// endsIn tells whether nothing behind a block runs after it.
func endsIn(block *ast.BlockStmt) bool {
	if len(block.List) == 0 {
		return false
	}
	switch last := block.List[len(block.List)-1].(type) {
	case *ast.ReturnStmt:
		return true
	case *ast.BranchStmt:
		return last.Tok != token.FALLTHROUGH
	case *ast.ExprStmt:
		call, ok := last.X.(*ast.CallExpr)
		if !ok {
			return false
		}
		name, ok := call.Fun.(*ast.Ident)
		return ok && name.Name == "panic"
	}
	return false
}

func isNilNode(node ast.Node) bool {
	switch node := node.(type) {
	case ast.Stmt:
		return node == nil
	case ast.Expr:
		return node == nil
	}
	return false
}

// A declaration is where a variable that is asked for is declared.
type declarationOf struct {
	done   *checked
	object *types.Var
	name   *ast.Ident
}

// find looks for the variable of a target in the packages.
func (a *analysis) find(packages []*checked, target fixTarget) *declarationOf {
	for _, done := range packages {
		for name, object := range done.info.Defs {
			variable, ok := object.(*types.Var)
			if !ok || !isMap(variable.Type()) {
				continue
			}
			where := a.fset.PositionFor(name.Pos(), false)
			if where.Filename == target.File && where.Line == target.Line && describes(target.Description, variable) {
				return &declarationOf{done, variable, name}
			}
		}
	}
	return nil
}

// findUsed looks for the variable that an expression names, and for its declaration.
func (a *analysis) findUsed(packages []*checked, target fixTarget) *declarationOf {
	var used *types.Var
	for _, done := range packages {
		for _, file := range done.files {
			if a.fset.File(file.FileStart).Name() != target.File {
				continue
			}
			ast.Inspect(file, func(node ast.Node) bool {
				x, ok := node.(ast.Expr)
				if !ok || a.line(x.Pos()) > target.Line || a.line(x.End()) < target.Line || types.ExprString(x) != target.Expression {
					return true
				}
				w := &walker{analysis: a, fn: &body{done: done}}
				if variable, ok := w.objectOf(ast.Unparen(x)).(*types.Var); ok && isMap(variable.Type()) {
					used = variable.Origin()
				}
				return true
			})
		}
	}
	if used == nil {
		return nil
	}
	for _, done := range packages {
		for name, object := range done.info.Defs {
			if variable, ok := object.(*types.Var); ok && a.key(variable.Pos()) == a.key(used.Pos()) {
				return &declarationOf{done, variable, name}
			}
		}
	}
	return nil
}

func describes(description string, variable *types.Var) bool {
	if variable.IsField() {
		return strings.HasPrefix(description, "field "+variable.Name()+" of ")
	}
	return description == "package variable "+variable.Name() || description == "local variable "+variable.Name() ||
		strings.HasPrefix(description, "package variable ") && strings.HasSuffix(description, "."+variable.Name())
}

// findFacts answers a request for facts.
func findFacts(p *program, c *checker, targets []fixTarget) *facts {
	a := &analysis{program: p, fset: c.fset, bodies: map[string]*body{}, wanted: map[string]bool{}, parents: map[ast.Node]ast.Node{},
		usages: map[*checked]*usage{}, known: map[string][]consequence{}, dynamics: map[string]bool{}, aliased: map[string]codePlace{}, mutexes: map[string]*types.Var{}, owners: map[string]string{}}
	var packages []*checked
	for _, one := range p.own {
		packages = append(packages, c.check(one))
	}
	declarations := make([]*declarationOf, len(targets))
	for i, target := range targets {
		find := a.find
		if target.Expression != "" {
			find = a.findUsed
		}
		if declarations[i] = find(packages, target); declarations[i] != nil {
			a.wanted[a.key(declarations[i].object.Pos())] = true
		}
	}
	a.walkAll(packages)
	a.findEntered()
	made := &facts{Variables: []*variableFacts{}, Files: []factFile{}, Problems: c.problems()}
	for _, declaration := range declarations {
		if declaration == nil {
			made.Variables = append(made.Variables, nil)
			continue
		}
		made.Variables = append(made.Variables, a.variableFacts(declaration, packages))
	}
	a.addFiles(made, packages)
	return made
}

func (a *analysis) variableFacts(d *declarationOf, packages []*checked) *variableFacts {
	key := a.key(d.object.Pos())
	where := a.fset.PositionFor(d.object.Pos(), false)
	made := &variableFacts{Name: d.object.Name(), Exported: d.object.Exported(), File: where.Filename, Line: where.Line,
		Taken: []string{}, Unkeyed: []codePlace{}, Functions: []*functionFacts{}, Compounds: a.findCompounds(key)}
	a.declare(made, d)
	made.Mutexes = a.mutexesBeside(d)
	promote(made)
	for _, fn := range a.order {
		if one := a.functionFacts(fn, key, made.Mutexes); one != nil {
			made.Functions = append(made.Functions, one)
		}
	}
	made.Retype = a.retypeOf(d, packages)
	return made
}

// promote marks the one embedded mutex of a struct that has no methods of these names itself.
func promote(v *variableFacts) {
	var embedded []*mutexFacts
	for i := range v.Mutexes {
		if one := &v.Mutexes[i]; one.Promoted {
			embedded = append(embedded, one)
		}
	}
	own := slices.ContainsFunc(v.Taken, func(name string) bool { return slices.Contains([]string{"Lock", "Unlock", "RLock", "RUnlock"}, name) })
	for _, one := range embedded {
		one.Promoted = len(embedded) == 1 && !own
	}
}

// functionFacts are those of a function that uses the variable; nil for others.
func (a *analysis) functionFacts(fn *body, variable string, mutexes []mutexFacts) *functionFacts {
	if !slices.ContainsFunc(fn.accesses, func(one access) bool { return one.variable == variable }) {
		return nil
	}
	_, literal := fn.node.(*ast.FuncLit)
	made := &functionFacts{
		Key: fn.key, Name: fn.name, File: a.place(fn.block.Pos()).File, Start: a.offset(fn.block.Lbrace), End: a.offset(fn.block.Rbrace) + 1,
		Line: a.line(fn.node.Pos()), Literal: literal, Accesses: []accessFacts{}, Locks: []lockCallFact{}, Hazards: a.hazards(fn, variable), Callers: []callerFacts{},
	}
	always := a.heldAlways(fn, map[string]bool{})
	for _, one := range fn.accesses {
		if one.variable == variable {
			made.Accesses = append(made.Accesses, a.accessFactsOf(fn, one, always, mutexes))
		}
	}
	for _, e := range fn.events {
		if e.lock == nil {
			continue
		}
		made.Locks = append(made.Locks, lockCallFact{
			Start: a.offset(e.start), End: a.offset(e.end), Line: a.line(e.start), Mutex: e.lock.ref.mutex, Label: a.label(e.lock.ref.mutex),
			Base: e.lock.shown, Method: e.lock.method, NameAt: a.offset(e.lock.nameAt), Deferred: e.lock.deferred,
		})
	}
	for _, mutex := range sortedKeys(a.entered[fn.key]) {
		caller := a.entered[fn.key][mutex]
		for ref, how := range always {
			caller.Certain = caller.Certain || ref.mutex == mutex && how.must > 0
		}
		made.Callers = append(made.Callers, caller)
	}
	return made
}

// addFiles tells of the files that functions and declarations lie in.
func (a *analysis) addFiles(made *facts, packages []*checked) {
	wanted := map[string]bool{}
	for _, variable := range made.Variables {
		if variable == nil {
			continue
		}
		wanted[variable.File] = true
		for _, fn := range variable.Functions {
			wanted[fn.File] = true
		}
		for _, one := range variable.Retype.Makers {
			wanted[one.File] = true
		}
	}
	for _, done := range packages {
		for _, file := range done.files {
			path := a.fset.File(file.FileStart).Name()
			source := a.program.texts[path]
			if !wanted[path] || source == nil {
				continue
			}
			wanted[path] = false
			one := factFile{Path: path, Hash: source.hash, Imports: []string{}, Clause: a.offset(file.Name.End()), Generated: ast.IsGenerated(file) || importsC(file) || hasLineDirective(source.bytes),
				Maps: hasMaps(done.listed)}
			for _, spec := range file.Imports {
				if spec.Name == nil {
					one.Imports = append(one.Imports, strings.Trim(spec.Path.Value, "`\""))
				}
			}
			for _, declaration := range file.Decls {
				if imports, ok := declaration.(*ast.GenDecl); ok && imports.Tok == token.IMPORT {
					one.ImportStart, one.ImportEnd = a.offset(imports.Pos()), a.offset(imports.End())
				}
			}
			made.Files = append(made.Files, one)
		}
	}
}
