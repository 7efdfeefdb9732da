package main

import (
	"bytes"
	"cmp"
	"go/ast"
	"go/token"
	"slices"
	"strings"

	"mapsan.dev/golist"
)

// A rewrite says what to change in one source file so that the engine sees what the runtime does not: reads and
// assignments of the variables that hold maps, and len. The edits are made by src/source.
type rewrite struct {
	Path string `json:"path"`
	Hash string `json:"hash"`
	// A name that is free in the file, for package runtime.
	Name string `json:"name"`
	// Byte offset of the end of the package clause.
	Clause int    `json:"clause"`
	Edits  []edit `json:"edits"`
}

// An edit is about the text from start to end, as byte offsets:
//
//	load    an expression that reads a map variable, where nothing synchronises before its value is used
//	len     the name len in a call
//	after   a call or receive, right after which the variable is read
//	loaded  a statement that has read the variable when it ends
//	stored  a statement that has assigned the variable when it ends
//	begin-loaded, begin-stored  the same, but of a clause or loop that does so before its body: the text is its colon or brace
type edit struct {
	Kind  string `json:"kind"`
	Start int    `json:"start"`
	End   int    `json:"end"`
	// The variable as its text stands in the source; not for load and len, which have it inside.
	Variable string `json:"variable,omitempty"`
}

// rewrites finds the edits in all files of a package that can be rewritten, and notes them as sites.
func (c *collector) rewrites() []*rewrite {
	if c.broken || !allowsGenerics(c.listed.GoVersion()) {
		return []*rewrite{}
	}
	shared := findShared(c.checked)
	name := c.freeName()
	made := []*rewrite{}
	for _, parsed := range c.files {
		path := c.pathOf(parsed)
		source := c.program.texts[path]
		if source == nil || importsC(parsed) || hasLineDirective(source.bytes) {
			continue
		}
		r := &rewriter{collector: c, shared: shared, file: c.fset.File(parsed.FileStart), source: source.bytes}
		r.walkFile(parsed)
		if len(r.edits) == 0 {
			continue
		}
		slices.SortFunc(r.edits, func(a, b edit) int { return cmp.Or(cmp.Compare(a.Start, b.Start), cmp.Compare(b.End, a.End)) })
		made = append(made, &rewrite{Path: path, Hash: source.hash, Name: name, Clause: r.offset(parsed.Name.End()), Edits: r.edits})
	}
	return made
}

// allowsGenerics: the calls that are put in need go1.18.
func allowsGenerics(version string) bool {
	minor, ok := strings.CutPrefix(version, "go1.")
	if !ok {
		return true
	}
	minor, _, _ = strings.Cut(minor, ".")
	return len(minor) > 2 || len(minor) == 2 && minor >= "18"
}

// pathOf is empty for what cgo has made: the offsets would be of another text than the user's.
func (c *collector) pathOf(parsed *ast.File) string {
	path := c.fset.File(parsed.FileStart).Name()
	if !slices.Contains(c.listed.Files(), path) || slices.ContainsFunc(c.listed.CgoFiles, func(name string) bool { return golist.Absolute(c.listed.Dir, name) == path }) {
		return ""
	}
	return path
}

func importsC(parsed *ast.File) bool {
	return slices.ContainsFunc(parsed.Imports, func(spec *ast.ImportSpec) bool { return spec.Path.Value == `"C"` })
}

// hasLineDirective: what it names is relative to the folder in which the compiler finds the file.
func hasLineDirective(source []byte) bool {
	return bytes.Contains(source, []byte("//line ")) || bytes.Contains(source, []byte("/*line "))
}

// freeName is in no file of the package, so it hides nothing and is hidden by nothing.
func (c *collector) freeName() string {
	name := "mapsan_runtime"
	for slices.ContainsFunc(c.listed.Files(), func(path string) bool {
		source := c.program.texts[path]
		return source != nil && bytes.Contains(source.bytes, []byte(name))
	}) {
		name += "_"
	}
	return name
}

// A rewriter finds the edits of one file.
type rewriter struct {
	*collector
	shared map[any]bool
	file   *token.File
	source []byte
	edits  []edit
}

func (r *rewriter) offset(pos token.Pos) int { return r.file.Offset(pos) }

func (r *rewriter) edit(kind string, start, end token.Pos, variable ast.Expr) {
	made := edit{Kind: kind, Start: r.offset(start), End: r.offset(end)}
	if variable != nil {
		made.Variable = r.text(variable)
	}
	r.edits = append(r.edits, made)
}

func (r *rewriter) text(x ast.Expr) string {
	return string(r.source[r.offset(x.Pos()):r.offset(x.End())])
}

// note adds a site of the catalog, at the place of a call that is put in.
func (r *rewriter) note(variable ast.Expr, at token.Pos, operation string) {
	r.add(variable, r.spanOf(at, at, at), []string{operation})
}

func (r *rewriter) walkFile(parsed *ast.File) {
	for _, declaration := range parsed.Decls {
		r.function = r.symbolOf(declaration)
		switch declaration := declaration.(type) {
		case *ast.FuncDecl:
			if declaration.Body != nil && !hasPragma(declaration.Doc) {
				r.statements(declaration.Body.List)
			}
		case *ast.GenDecl:
			// Nobody else knows the package's variables while they are initialised, but functions in there live on.
			r.literals(declaration)
		}
	}
}

// literals walks through the bodies of the function literals in a node that is left alone itself.
func (r *rewriter) literals(node ast.Node) {
	ast.Inspect(node, func(inner ast.Node) bool {
		literal, ok := inner.(*ast.FuncLit)
		if ok {
			r.statements(literal.Body.List)
		}
		return !ok
	})
}

// hasPragma: a function that tells the compiler what may not be in it, such as //go:nosplit, is left alone.
func hasPragma(doc *ast.CommentGroup) bool {
	return doc != nil && slices.ContainsFunc(doc.List, func(comment *ast.Comment) bool {
		pragma, ok := strings.CutPrefix(comment.Text, "//go:")
		return ok && !strings.HasPrefix(pragma, "noinline") && !strings.HasPrefix(pragma, "linkname") && !strings.HasPrefix(pragma, "generate")
	})
}
