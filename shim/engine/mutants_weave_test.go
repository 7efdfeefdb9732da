package engine

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"maps"
	"slices"
	"strings"
)

// To compile and to link the package takes ten times as long as most mutants live. So all of them are built at once:
// a function that mutants change begins with a choice of its copies, and each process is told by MAPSAN_MUTANT
// which mutant it is. The first has number 1.
const (
	// Every choice is made, and the copies that are chosen are those of the functions as they are.
	unchangedMutant = -1

	choiceOfMutant = `package engine

import (
	"os"
	"strconv"
)

var mapsanMutant, _ = strconv.Atoi(os.Getenv("MAPSAN_MUTANT"))
`
)

// weave puts mutants, by their numbers, into the file that they change.
func weave(source string, mutants map[int]mutant) (string, error) {
	before, around, err := functionsOf(source)
	if err != nil {
		return "", err
	}
	choices := map[string]string{}
	copies := ""
	choose := func(name string, number int, title string, f function) {
		own := strings.NewReplacer("-", "_").Replace(fmt.Sprintf("%s_mutant%d", f.name, number))
		choices[name] += fmt.Sprintf(" if mapsanMutant == %d { %s };", number, fmt.Sprintf(f.call, own))
		// A mutant that does not compile is named by the compiler.
		copies += fmt.Sprintf("\n//line %s:1\n%s%s%s\n", title, f.text[:f.nameAt], own, f.text[f.nameAt+len(f.name):])
	}
	for _, number := range slices.Sorted(maps.Keys(mutants)) {
		m := mutants[number]
		after, otherwise, err := functionsOf(strings.Replace(source, m.old, m.new, 1))
		if err != nil {
			return "", fmt.Errorf("%s: %w", m.name, err)
		}
		if around != otherwise || len(before) != len(after) {
			return "", fmt.Errorf("%s: it changes more than the bodies of functions", m.name)
		}
		for name, f := range after {
			if f.text == before[name].text {
				continue
			}
			if f.call == "" || f.call != before[name].call {
				return "", fmt.Errorf("%s: %s cannot stand in for %s", m.name, f.name, name)
			}
			if choices[name] == "" {
				choose(name, unchangedMutant, name, before[name])
			}
			choose(name, number, m.name, f)
		}
	}
	woven := ""
	end := 0
	for _, name := range slices.SortedFunc(maps.Keys(choices), func(a, b string) int { return before[a].bodyAt - before[b].bodyAt }) {
		at := before[name].bodyAt
		woven += source[end:at] + choices[name]
		end = at
	}
	return woven + source[end:] + copies, nil
}

type function struct {
	name   string
	text   string // from its comment on, in which there may be pragmas
	nameAt int    // in the text
	bodyAt int    // in the file, behind the brace
	call   string // of a function with the same parameters, whose name is missing; empty where that is not possible
}

// functionsOf tells the functions of a file from what is around them.
func functionsOf(source string) (functions map[string]function, around string, err error) {
	files := token.NewFileSet()
	file, err := parser.ParseFile(files, "", source, parser.ParseComments)
	if err != nil {
		return nil, "", err
	}
	offset := func(at token.Pos) int { return files.Position(at).Offset }
	functions = map[string]function{}
	end := 0
	for _, decl := range file.Decls {
		f, ok := decl.(*ast.FuncDecl)
		if !ok || f.Body == nil {
			continue
		}
		start := offset(f.Pos())
		if f.Doc != nil {
			start = offset(f.Doc.Pos())
		}
		around += source[end:start]
		end = offset(f.End())
		functions[source[offset(f.Type.Func):offset(f.Type.Params.Pos())]] = function{
			name:   f.Name.Name,
			text:   source[start:end],
			nameAt: offset(f.Name.Pos()) - start,
			bodyAt: offset(f.Body.Lbrace) + 1,
			call:   callOf(f),
		}
	}
	return functions, around + source[end:], nil
}

func callOf(f *ast.FuncDecl) string {
	call := "%s"
	if f.Recv != nil {
		if len(f.Recv.List[0].Names) == 0 {
			return ""
		}
		call = f.Recv.List[0].Names[0].Name + "." + call
	}
	var arguments []string
	for _, field := range f.Type.Params.List {
		if len(field.Names) == 0 {
			return ""
		}
		for _, name := range field.Names {
			argument := name.Name
			if _, variadic := field.Type.(*ast.Ellipsis); variadic {
				argument += "..."
			}
			arguments = append(arguments, argument)
		}
	}
	if f.Type.TypeParams != nil || slices.Contains(arguments, "_") {
		return ""
	}
	call += "(" + strings.Join(arguments, ", ") + ")"
	if f.Type.Results == nil {
		return call + "; return"
	}
	return "return " + call
}
