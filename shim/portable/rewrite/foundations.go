package main

import (
	"go/parser"
	"go/token"
	"strconv"
	"strings"

	"mapsan.dev/golist"
)

// foundations are the packages that the hooks import, and those that these import: in the module of Go's own library, they
// cannot import the hooks.
func foundations(asked *request, packages golist.Index) (map[string]bool, error) {
	beneath := map[string]bool{}
	if asked.Module != "std" {
		return beneath, nil
	}
	parsed, err := parser.ParseDir(token.NewFileSet(), asked.HooksDir, nil, parser.ImportsOnly)
	if err != nil {
		return nil, err
	}
	var add func(path string)
	add = func(path string) {
		if beneath[path] {
			return
		}
		beneath[path] = true
		if p := packages[path]; p != nil {
			for _, imported := range p.Imports {
				add(imported)
			}
		}
	}
	for _, file := range parsed["mapsan"].Files {
		for _, spec := range file.Imports {
			if path, err := strconv.Unquote(spec.Path.Value); err == nil {
				add(path)
			}
		}
	}
	for path := range packages {
		if strings.HasPrefix(path, "crypto/internal/fips140/") { // Go names what these may import
			beneath[path] = true
		}
	}
	return beneath, nil
}
