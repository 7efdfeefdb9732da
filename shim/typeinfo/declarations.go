package main

import (
	"go/ast"
	"go/token"
	"go/types"
	"regexp"
	"strings"
)

// Comments that say how a map is shared: `// mapsan:owner` and `// mapsan:guardedby mu`, at the end of the line that declares
// a field or variable, or above it.

// A declaration is about the maps that are declared on a line.
type declaration struct {
	Line        int    `json:"line"`
	Kind        string `json:"kind"` // owner or guardedby
	CommentLine int    `json:"commentLine"`
	// Of guardedby: Config.mu, and where that is declared if no other mutex can have the name.
	Lock           string    `json:"lock,omitempty"`
	LockDeclaredAt *declared `json:"lockDeclaredAt,omitempty"`
}

type declared struct {
	File string `json:"file"`
	Line int    `json:"line"`
}

// A mistake is a comment that looks like a declaration and is none.
type mistake struct {
	Line    int    `json:"line"`
	Message string `json:"message"`
}

var directive = regexp.MustCompile(`^//\s*mapsan:([^\s:]+)(?:\s+(\S.*?))?\s*$`)

// declarations notes what the comments of the package say. It comes last: by then all parameters are known.
func (c *collector) declarations() {
	var lines map[declared][]*types.Var
	for _, parsed := range c.files {
		for _, group := range parsed.Comments {
			for _, comment := range group.List {
				words := directive.FindStringSubmatch(comment.Text)
				if words == nil || words[1] == "ignore" {
					continue
				}
				if lines == nil {
					lines = c.declaredLines()
				}
				at := c.fset.Position(comment.Pos())
				place := declared{at.Filename, at.Line}
				if len(lines[place]) == 0 {
					place.Line = c.fset.Position(group.End()).Line + 1
				}
				c.declare(parsed, words[1], words[2], comment.Pos(), place, lines[place])
			}
		}
	}
}

// declaredLines are the fields and variables by the line that declares them. What is passed to a function is another
// thing at each call, so its parameters are none of them.
func (c *collector) declaredLines() map[declared][]*types.Var {
	lines := map[declared][]*types.Var{}
	for name, object := range c.info.Defs {
		variable, ok := object.(*types.Var)
		if !ok || c.parameters[variable] {
			continue
		}
		at := c.fset.Position(name.Pos())
		place := declared{at.Filename, at.Line}
		lines[place] = append(lines[place], variable)
	}
	return lines
}

func (c *collector) declare(parsed *ast.File, kind, argument string, comment token.Pos, place declared, variables []*types.Var) {
	f := c.fileAt(comment)
	line := c.fset.Position(comment).Line
	wrong := func(message string) { f.Mistakes = append(f.Mistakes, mistake{line, "mapsan:" + kind + " " + message}) }
	made := declaration{Line: place.Line, Kind: kind, CommentLine: line}
	about := firstMap(variables)
	switch {
	case kind != "owner" && kind != "guardedby":
		wrong("is unknown: there are mapsan:owner, mapsan:guardedby and mapsan:ignore")
		return
	case len(variables) == 0:
		wrong("stands at no field or variable: write it at the end of the line that declares the map, or above it")
		return
	case about == nil:
		wrong("stands at " + variables[0].Name() + ", which is no map")
		return
	case kind == "owner" && argument != "":
		wrong("takes nothing after it, not " + argument)
		return
	case kind == "guardedby" && argument == "":
		wrong("names no mutex: write mapsan:guardedby mu")
		return
	}
	if kind == "guardedby" {
		mutex, name := c.mutexFor(parsed, about, argument)
		switch {
		case mutex == nil:
			wrong("names " + argument + ", but there is nothing of that name beside " + about.Name())
			return
		case mutexType(mutex.Type()) == "":
			wrong("names " + argument + ", which is no sync.Mutex and no sync.RWMutex")
			return
		}
		made.Lock, made.LockDeclaredAt = name, c.certain(mutex)
	}
	f.Declarations = append(f.Declarations, made)
}

func firstMap(variables []*types.Var) *types.Var {
	for _, variable := range variables {
		if isMap(variable.Type()) {
			return variable
		}
	}
	return nil
}

// mutexFor finds what guards a field among the fields of its struct, and what guards a variable among those in its scope.
func (c *collector) mutexFor(parsed *ast.File, about *types.Var, argument string) (mutex *types.Var, name string) {
	if about.IsField() {
		fields, owner := c.structAround(parsed, about)
		argument := strings.TrimPrefix(argument, owner+".")
		for i := 0; fields != nil && i < fields.NumFields(); i++ {
			if field := fields.Field(i); field.Name() == argument {
				return field, strings.TrimPrefix(owner+"."+argument, ".")
			}
		}
	}
	scope := c.pkg.Scope()
	if !about.IsField() {
		if inner := scope.Innermost(about.Pos()); inner != nil {
			scope = inner
		}
	}
	_, object := scope.LookupParent(argument, token.NoPos)
	mutex, _ = object.(*types.Var)
	return mutex, argument
}

// structAround is the innermost struct that declares a field, and the name of its type if it has one.
func (c *collector) structAround(parsed *ast.File, field *types.Var) (fields *types.Struct, name string) {
	ast.Inspect(parsed, func(node ast.Node) bool {
		if node == nil || field.Pos() < node.Pos() || field.Pos() >= node.End() {
			return false
		}
		switch node := node.(type) {
		case *ast.TypeSpec:
			name = node.Name.Name
		case *ast.StructType:
			if fields != nil {
				name = ""
			}
			fields, _ = c.typeOf(node).(*types.Struct)
		}
		return true
	})
	return fields, name
}

// certain is where a mutex is declared, if that says which mutex it is: behind a pointer may be any other.
func (c *collector) certain(mutex *types.Var) *declared {
	if mutex == nil || c.parameters[mutex] || !mutex.Pos().IsValid() {
		return nil
	}
	if _, isNamed := types.Unalias(mutex.Type()).(*types.Named); !isNamed || mutexType(mutex.Type()) == "" {
		return nil
	}
	at := c.fset.Position(mutex.Pos())
	if at.Filename == "" || at.Line == 0 {
		return nil
	}
	return &declared{at.Filename, at.Line}
}

// lockVariable is the field or variable whose lock a call takes; nil when that is an element, or behind a pointer.
func (c *collector) lockVariable(x ast.Expr, selection *types.Selection) *types.Var {
	if path := selection.Index(); len(path) > 1 {
		holder := follow(selection.Recv(), path[:len(path)-2])
		if holder.fields == nil {
			return nil
		}
		return holder.fields.Field(path[len(path)-2])
	}
	switch x := ast.Unparen(x).(type) {
	case *ast.Ident:
		variable, _ := c.info.ObjectOf(x).(*types.Var)
		return variable
	case *ast.UnaryExpr:
		if x.Op == token.AND {
			return c.lockVariable(x.X, selection)
		}
	case *ast.SelectorExpr:
		if inner := c.info.Selections[x]; inner != nil {
			field, _ := inner.Obj().(*types.Var)
			return field
		}
		variable, _ := c.info.Uses[x.Sel].(*types.Var)
		return variable
	}
	return nil
}
