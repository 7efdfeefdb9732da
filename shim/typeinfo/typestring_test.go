package main

import (
	"go/ast"
	"go/importer"
	"go/parser"
	"go/token"
	"go/types"
	"reflect"
	"strings"
	"testing"
	"time"
)

type entry1[K comparable, V any] map[K]V

type named struct{ at time.Time }

// Values of all kinds of types, and the same types in source.
var printed = map[string]any{
	`map[string]any`: map[string]any{},
	`map[string]interface{ M(int) (string, error); error }`: map[string]interface {
		M(int) (string, error)
		error
	}{},
	`map[string]func(a int, b ...string) (c, d error)`: map[string]func(a int, b ...string) (c, d error){},
	`map[string]func() func(x chan int)`:               map[string]func() func(x chan int){},
	"map[string]struct { A int `json:\"a\"`; b []named; named }": map[string]struct {
		A int `json:"a"`
		b []named
		named
	}{},
	`map[string]struct{}`:                           map[string]struct{}{},
	`entry1[named, time.Month]`:                     entry1[named, time.Month]{},
	`entry1[string, entry1[int, map[string]named]]`: entry1[string, entry1[int, map[string]named]]{},
	`map[rune]<-chan func() [3]byte`:                map[rune]<-chan func() [3]byte{},
	`map[string]chan (<-chan *byte)`:                map[string]chan (<-chan *byte){},
	`map[string]chan<- uintptr`:                     map[string]chan<- uintptr{},
}

// reflect says what the runtime calls a type.
func TestTypesArePrintedAsTheRuntimeDoes(t *testing.T) {
	const source = "package main\n\nimport \"time\"\n\ntype entry1[K comparable, V any] map[K]V\n\ntype named struct{ at time.Time }\n\nvar x "
	for text, value := range printed {
		fset := token.NewFileSet()
		parsed, err := parser.ParseFile(fset, "x.go", source+text, 0)
		if err != nil {
			t.Fatal(err)
		}
		config := types.Config{Importer: importer.ForCompiler(fset, "gc", nil)}
		pkg, err := config.Check("mapsan.dev/shim/typeinfo", fset, []*ast.File{parsed}, nil)
		if err != nil {
			t.Fatal(err)
		}
		got, _ := typeString(pkg.Scope().Lookup("x").Type())
		// The path of a program's main package is main; this is the main package of a test.
		want := strings.ReplaceAll(reflect.TypeOf(value).String(), "mapsan.dev/shim/typeinfo.", "main.")
		if got != want {
			t.Errorf("%s: got %s, want %s", text, got, want)
		}
	}
}
