package main

import (
	"cmp"
	"go/ast"
	"go/token"
	"go/types"
	"maps"
	"path/filepath"
	"slices"
	"strings"
)

// A collector walks through one checked package.
type collector struct {
	*checked
	program *program
	byPath  map[string]*file
	// The function declaration that is being walked through.
	function string
	// What happens to an index expression when it is not read.
	assigned map[*ast.IndexExpr]assignment
	// The parameters, receivers and results of the functions that were entered.
	parameters map[types.Object]bool
}

// An assignment is how an index expression stands in a statement.
type assignment struct {
	operations []string
	// Where the compiler places it if not at the expression itself.
	at token.Pos
}

// collect makes the part of the catalog that is about one package, file by file, and what to change in its files.
func collect(p *program, done *checked) ([]*file, []*rewrite) {
	c := &collector{checked: done, program: p, byPath: map[string]*file{},
		assigned: map[*ast.IndexExpr]assignment{}, parameters: map[types.Object]bool{}}
	c.packageMutexes()
	for _, parsed := range done.files {
		c.fileAt(parsed.Name.Pos())
		for _, declaration := range parsed.Decls {
			c.function = c.symbolOf(declaration)
			ast.Inspect(declaration, c.visit)
		}
	}
	c.declarations()
	rewrites := c.rewrites()
	files := slices.SortedFunc(maps.Values(c.byPath), func(a, b *file) int { return cmp.Compare(a.Path, b.Path) })
	files = slices.DeleteFunc(files, func(f *file) bool { return f.Hash == "" && len(f.Sites)+len(f.Locks)+len(f.Declarations) == 0 })
	for _, f := range files {
		f.sort()
	}
	return files, rewrites
}

// visit comes to statements before the expressions in them.
func (c *collector) visit(node ast.Node) bool {
	switch node := node.(type) {
	case *ast.FuncDecl:
		c.declareParameters(node.Recv)
	case *ast.FuncType:
		c.declareParameters(node.Params)
		c.declareParameters(node.Results)
	case *ast.AssignStmt:
		c.assign(node)
	case *ast.IncDecStmt:
		c.assignTo(node.X, assignment{operations: []string{"read", "write"}})
	case *ast.RangeStmt:
		c.ranges(node)
	case *ast.ValueSpec:
		if len(node.Names) == 2 && len(node.Values) == 1 {
			c.assignTo(node.Values[0], assignment{operations: []string{"read"}, at: node.Names[0].Pos()})
		}
	case *ast.IndexExpr:
		c.index(node)
	case *ast.CallExpr:
		c.call(node)
	case *ast.GoStmt:
		c.starts(node)
	}
	return true
}

func (c *collector) declareParameters(list *ast.FieldList) {
	if list == nil {
		return
	}
	for _, field := range list.List {
		for _, name := range field.Names {
			c.parameters[c.info.Defs[name]] = true
		}
	}
}

func (c *collector) typeOf(x ast.Expr) types.Type {
	if t := c.info.TypeOf(x); t != nil {
		return t
	}
	return types.Typ[types.Invalid]
}

// fileAt is the file that a position speaks of.
func (c *collector) fileAt(pos token.Pos) *file {
	path := c.fset.Position(pos).Filename
	if known := c.byPath[path]; known != nil {
		return known
	}
	made := &file{
		Path: path, ImportPath: c.listed.Path(), Alias: c.alias(path), Hash: c.program.hashOf(path),
		Sites: []site{}, Locks: []lock{}, Goroutines: []goroutine{}, Mutexes: []mutexPlace{},
	}
	c.byPath[path] = made
	return made
}

func (c *collector) alias(path string) string {
	if slices.Contains(c.listed.Files(), path) {
		return ""
	}
	relative, err := filepath.Rel(c.listed.Dir, path)
	if err != nil {
		return ""
	}
	return relative
}

// spanOf is around the expressions or statements from first to last, with the compiler's own position at.
func (c *collector) spanOf(first, at, last token.Pos) span {
	where := c.fset.Position(at)
	return span{
		Line: where.Line, Column: max(where.Column, 1), // a //line directive may not say the column
		First: min(c.fset.Position(first).Line, where.Line), Last: max(c.fset.Position(last).Line, where.Line),
	}
}

// symbolOf is how stacks begin to name the functions in a declaration.
func (c *collector) symbolOf(declaration ast.Decl) string {
	path := c.listed.Path()
	if c.listed.Name == "main" {
		path = "main"
	}
	function, ok := declaration.(*ast.FuncDecl)
	if !ok {
		return path + ".init" // of a package's variables
	}
	if function.Recv == nil || len(function.Recv.List) == 0 {
		return path + "." + function.Name.Name
	}
	receiver, pointer := strings.CutPrefix(types.ExprString(function.Recv.List[0].Type), "*")
	receiver, _, generic := strings.Cut(receiver, "[")
	if generic {
		receiver += "[...]"
	}
	if pointer {
		receiver = "(*" + receiver + ")"
	}
	return path + "." + receiver + "." + function.Name.Name
}

func (f *file) sort() {
	bySpan := func(a, b span) int { return cmp.Or(cmp.Compare(a.Line, b.Line), cmp.Compare(a.Column, b.Column)) }
	slices.SortStableFunc(f.Sites, func(a, b site) int { return bySpan(a.span, b.span) })
	slices.SortStableFunc(f.Locks, func(a, b lock) int { return bySpan(a.span, b.span) })
	slices.SortStableFunc(f.Goroutines, func(a, b goroutine) int { return bySpan(a.span, b.span) })
	slices.SortStableFunc(f.Mutexes, func(a, b mutexPlace) int { return bySpan(a.span, b.span) })
}
