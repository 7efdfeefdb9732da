package main

import (
	"bytes"
	"go/ast"
	"path/filepath"
	"regexp"
	"strings"

	"mapsan.dev/golist"
)

const tries = 8

// rewritePackage adds what becomes of a package's files to the answer. What the compiler would refuse is left alone.
func rewritePackage(asked *request, packages golist.Index, p *golist.Package, given *answer) error {
	texts, err := readTexts(p)
	if err != nil {
		return err
	}
	leaveAll := func(why string) { given.Left = append(given.Left, left{p.Dir, 0, why}) }
	for path, text := range texts {
		if bytes.Contains(text, []byte("mapsan_")) {
			leaveAll(filepath.Base(path) + " has names that begin with mapsan_")
			return nil
		}
	}
	before, err := check(asked, packages, p, texts)
	if err != nil {
		return err
	}
	if len(before.errors) > 0 {
		if len(p.CgoFiles) > 0 {
			leaveAll("it uses cgo, and its types are not known without C")
			return nil
		}
		return before.errors[0]
	}
	edits, leftAlone, locks := findEdits(asked, before)
	for try := 0; try < tries; try++ {
		made, err := makeFiles(asked, p, texts, edits, locks.places, &leftAlone)
		if err != nil || len(made) == 0 {
			given.Left = append(given.Left, leftAlone...)
			given.track(p, locks, edits)
			return err
		}
		after, err := check(asked, packages, p, overlaid(texts, made))
		if err != nil {
			return err
		}
		if len(after.errors) == 0 {
			given.Left = append(given.Left, leftAlone...)
			given.Files = append(given.Files, made...)
			given.track(p, locks, edits)
			return nil
		}
		for _, one := range after.errors {
			at := after.fset.PositionFor(one.Pos, false)
			edits[at.Filename] = withoutLine(edits[at.Filename], at.Line)
			leftAlone = append(leftAlone, left{at.Filename, at.Line, "with a hook, the compiler would say: " + one.Msg})
		}
	}
	leaveAll("no way was found to put hooks into it")
	return nil
}

func withoutLine(edits []edit, line int) []edit {
	var kept []edit
	for _, one := range edits {
		if one.line != line {
			kept = append(kept, one)
		}
	}
	return kept
}

func overlaid(texts map[string][]byte, made []rewritten) map[string][]byte {
	all := map[string][]byte{}
	for path, text := range texts {
		all[path] = text
	}
	for _, one := range made {
		all[one.Path] = one.After
	}
	return all
}

// findEdits goes through the files that may be rewritten.
func findEdits(asked *request, c *checked) (map[string][]edit, []left, *packageLocks) {
	edits, leftAlone := map[string][]edit{}, []left{}
	locks := &packageLocks{places: newLockPlaces(c.listed), known: true}
	for _, file := range c.files {
		r := &rewriter{checked: c, source: file, tokens: c.fset.File(file.file.Package), places: locks.places}
		r.walkFile()
		untracked := r.untracked(locks)
		r.left = append(r.left, untracked...)
		why := ""
		switch {
		case importsC(file.file):
			why = "it imports C"
		case !asked.Generated && isGenerated(file.file):
			why = "it is generated (--generated rewrites such files as well)"
		case asked.embedded[file.path]:
			why = "it is embedded: a program would find the hooks in itself"
		}
		if why == "" {
			edits[file.path] = r.edits
			leftAlone = append(leftAlone, r.left...)
		} else if len(r.edits)+len(r.left) > 0 {
			leftAlone = append(leftAlone, left{file.path, 0, why})
		}
	}
	return edits, leftAlone, locks
}

func (r *rewriter) walkFile() {
	for _, declaration := range r.source.file.Decls {
		switch declaration := declaration.(type) {
		case *ast.FuncDecl:
			if declaration.Body == nil {
				continue
			}
			r.function = functionName(declaration)
			if pragma := pragmaOf(declaration.Doc); pragma != "" {
				own := *r
				own.edits, own.left = nil, nil
				own.statements(declaration.Body.List)
				if len(own.edits)+len(own.left) > 0 {
					r.leave(declaration.Name, declaration.Name.Name+" is marked "+pragma)
				}
				continue
			}
			r.statements(declaration.Body.List)
		case *ast.GenDecl:
			r.function = "init"
			// Nobody else knows the package's variables while they are initialised, but functions in there live on.
			ast.Inspect(declaration, func(node ast.Node) bool {
				literal, ok := node.(*ast.FuncLit)
				if ok {
					r.statements(literal.Body.List)
				}
				return !ok
			})
		}
	}
}

// pragmaOf is what tells the compiler what may not be in a function, such as //go:nosplit.
func pragmaOf(doc *ast.CommentGroup) string {
	if doc == nil {
		return ""
	}
	for _, comment := range doc.List {
		pragma, ok := strings.CutPrefix(comment.Text, "//go:")
		if ok && !strings.HasPrefix(pragma, "noinline") && !strings.HasPrefix(pragma, "linkname") && !strings.HasPrefix(pragma, "generate") {
			return comment.Text
		}
	}
	return ""
}

func importsC(file *ast.File) bool {
	for _, spec := range file.Imports {
		if spec.Path.Value == `"C"` {
			return true
		}
	}
	return false
}

// https://go.dev/s/generatedcode
var generated = regexp.MustCompile(`(?m)^// Code generated .* DO NOT EDIT\.\r?$`)

func isGenerated(file *ast.File) bool {
	for _, group := range file.Comments {
		for _, comment := range group.List {
			if comment.Pos() < file.Package && generated.MatchString(comment.Text) {
				return true
			}
		}
	}
	return false
}

// makeFiles are the rewritten files and the one with the package's own names for the hooks.
func makeFiles(asked *request, p *golist.Package, texts map[string][]byte, edits map[string][]edit, places *lockPlaces, leftAlone *[]left) ([]rewritten, error) {
	var made []rewritten
	used := map[string]bool{}
	for _, path := range sortedKeys(texts) {
		after, err := editFile(path, texts[path], edits, leftAlone)
		if err != nil {
			return nil, err
		}
		if len(edits[path]) == 0 {
			continue
		}
		for _, one := range edits[path] {
			used[one.hook] = true
			if one.with != "" {
				used[one.with] = true
			}
		}
		made = append(made, rewritten{path, texts[path], after})
	}
	if len(made) == 0 {
		return nil, nil
	}
	hooks, err := hooksText(asked, p, used, places)
	if err != nil {
		return nil, err
	}
	return append(made, rewritten{filepath.Join(p.Dir, hooksFile(p)), nil, hooks}), nil
}
