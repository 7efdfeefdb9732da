package main

import (
	"fmt"
	"go/ast"
	"go/token"
	"go/types"
	"os"
	"path/filepath"
	"regexp"
	"strings"
)

// retype says whether a variable can get another type, one that points to a map which is replaced and never changed: then
// all that names the variable changes with it, and nothing may have a zero value of it that nobody has seen.
type retype struct {
	// Why it cannot; empty when it can.
	Why string `json:"why"`
	// The type as its declaration or its first value writes it.
	Type string `json:"type"`
	// What stands behind the name in its declaration: a type, or a type and a value.
	RestStart int `json:"restStart"`
	RestEnd   int `json:"restEnd"`
	// The declaration has one specification, without parentheses.
	Single bool `json:"single"`
	// Of a package variable, the value in its declaration, if there is one.
	Value *mapValue `json:"value,omitempty"`
	// Of a field, where structs with it are made.
	Makers []maker `json:"makers"`
}

// A maker is a composite literal of a struct.
type maker struct {
	File  string `json:"file"`
	Line  int    `json:"line"`
	Start int    `json:"start"`
	End   int    `json:"end"`
	// The element that is to go, with what separates it from the next one; both 0 when the literal does not set the field.
	ElementStart int       `json:"elementStart"`
	ElementEnd   int       `json:"elementEnd"`
	Value        *mapValue `json:"value,omitempty"`
	// Names that are used in the function around it.
	Names []string `json:"names"`
}

// retyper looks at all that names one variable.
type retyper struct {
	*analysis
	*declarationOf
	packages []*checked
	variable string
	made     *retype
}

func (a *analysis) retypeOf(d *declarationOf, packages []*checked) *retype {
	r := &retyper{a, d, packages, a.key(d.object.Pos()), &retype{Makers: []maker{}}}
	if d.object.Exported() {
		r.refuse("%s is exported: code outside of this module would no longer compile", d.object.Name())
		return r.made
	}
	r.rest()
	r.allSeen()
	r.hiddenNames()
	if d.object.IsField() {
		r.structs()
	} else {
		r.initialised()
	}
	return r.made
}

func (r *retyper) refuse(format string, args ...any) {
	if r.made.Why == "" {
		r.made.Why = fmt.Sprintf(format, args...)
	}
}

// rest finds the type in the declaration, and the value.
func (r *retyper) rest() {
	switch spec := r.parents[r.name].(type) {
	case *ast.Field:
		r.made.Type, r.made.RestStart, r.made.RestEnd = r.textOf(spec.Type), r.offset(spec.Type.Pos()), r.offset(spec.Type.End())
		return
	case *ast.ValueSpec:
		declaration, ok := r.parents[spec].(*ast.GenDecl)
		if ok && len(spec.Names) == 1 && len(spec.Values) <= 1 {
			r.made.Single = !declaration.Lparen.IsValid()
			r.made.RestStart, r.made.RestEnd = r.offset(spec.Names[0].End()), r.offset(spec.End())
			if len(spec.Values) == 1 {
				r.made.Value = r.valueOf(r.done, spec.Values[0])
				r.made.Type = r.made.Value.Type
			}
			if spec.Type != nil {
				r.made.Type = r.textOf(spec.Type)
			}
			if r.made.Type != "" {
				return
			}
		}
	}
	r.refuse("its declaration does not say its type by itself")
}

func (r *retyper) textOf(x ast.Node) string {
	source := r.program.texts[r.fset.File(x.Pos()).Name()]
	if source == nil {
		return ""
	}
	return string(source.bytes[r.offset(x.Pos()):r.offset(x.End())])
}

// allSeen: nothing names the variable but in functions, and in no file that this build leaves out.
func (r *retyper) allSeen() {
	seen := map[token.Pos]bool{}
	for _, fn := range r.order {
		for _, one := range fn.accesses {
			seen[one.expr.Pos()] = true
		}
	}
	for _, done := range r.packages {
		for _, file := range done.files {
			ast.Inspect(file, func(node ast.Node) bool {
				var object types.Object
				switch x := node.(type) {
				case *ast.SelectorExpr:
					if selection := done.info.Selections[x]; selection != nil {
						object = selection.Obj()
					}
				case *ast.Ident:
					if variable, ok := done.info.Uses[x].(*types.Var); ok && !variable.IsField() {
						object = variable
					}
				}
				if variable, ok := object.(*types.Var); ok && r.key(variable.Origin().Pos()) == r.variable && !seen[node.Pos()] {
					r.refuse("it is used outside of functions, at %s", r.shortPlace(node.Pos()))
				}
				return true
			})
		}
	}
	folder := filepath.Dir(r.fset.File(r.name.Pos()).Name())
	word := regexp.MustCompile(`\b` + r.object.Name() + `\b`)
	entries, err := os.ReadDir(folder)
	if err != nil {
		r.refuse("the other files of its package cannot be read")
	}
	for _, entry := range entries {
		path := filepath.Join(folder, entry.Name())
		if !strings.HasSuffix(path, ".go") || r.program.texts[path] != nil {
			continue
		}
		if text, err := r.program.sources.read(path); err != nil || word.Match(text) {
			r.refuse("%s, which is no part of this build, has the name %s as well", entry.Name(), r.object.Name())
		}
	}
}

// hiddenNames: what the new code names is what it should be.
func (r *retyper) hiddenNames() {
	for _, done := range r.packages {
		if done.pkg.Path() != r.done.pkg.Path() {
			continue
		}
		first := ast.NewIdent("")
		for name, object := range done.info.Defs {
			if object != nil && (name.Name == "maps" || name.Name == "atomic") && object.Parent() != nil && (!first.Pos().IsValid() || name.Pos() < first.Pos()) {
				first = name
			}
		}
		if first.Pos().IsValid() {
			r.refuse("%s is the name of something else at %s than of the package that is needed", first.Name, r.shortPlace(first.Pos()))
		}
		for _, file := range done.files {
			for _, spec := range file.Imports {
				path := strings.Trim(spec.Path.Value, "`\"")
				name := path[strings.LastIndex(path, "/")+1:]
				if spec.Name != nil {
					name = spec.Name.Name
				}
				if name == "atomic" && path != "sync/atomic" || name == "maps" && path != "maps" {
					r.refuse("%s imports %s as %s", r.shortPlace(spec.Pos()), path, name)
				}
			}
		}
	}
}
