package main

import (
	"fmt"
	"go/types"
	"strconv"
	"strings"
)

// A typePrinter writes types as package reflect does, which is how findings know them.
type typePrinter struct {
	strings.Builder
	// Type arguments are written with whole import paths, all else with names of packages.
	inArguments bool
	parameters  []string
	seen        map[*types.TypeParam]bool
}

// typeString gives the type's name, and the type parameters in it.
func typeString(t types.Type) (name string, parameters []string) {
	p := &typePrinter{seen: map[*types.TypeParam]bool{}}
	p.print(t)
	return p.String(), p.parameters
}

func (p *typePrinter) print(t types.Type) {
	switch t := types.Unalias(t).(type) {
	case *types.Basic:
		p.WriteString(basicName(t))
	case *types.TypeParam:
		p.WriteString(t.Obj().Name())
		if !p.seen[t] {
			p.seen[t] = true
			p.parameters = append(p.parameters, t.Obj().Name())
		}
	case *types.Named:
		p.named(t)
	case *types.Pointer:
		p.WriteByte('*')
		p.print(t.Elem())
	case *types.Slice:
		p.WriteString("[]")
		p.print(t.Elem())
	case *types.Array:
		fmt.Fprintf(p, "[%d]", t.Len())
		p.print(t.Elem())
	case *types.Map:
		p.WriteString("map[")
		p.print(t.Key())
		p.WriteByte(']')
		p.print(t.Elem())
	case *types.Chan:
		p.channel(t)
	case *types.Signature:
		p.WriteString("func")
		p.signature(t)
	case *types.Struct:
		p.structure(t)
	case *types.Interface:
		p.iface(t)
	default:
		p.WriteString(t.String())
	}
}

// byte and rune are other names of these.
func basicName(t *types.Basic) string {
	switch t.Kind() {
	case types.Uint8:
		return "uint8"
	case types.Int32:
		return "int32"
	case types.UnsafePointer:
		return "unsafe.Pointer"
	}
	return t.Name()
}

func (p *typePrinter) named(t *types.Named) {
	if pkg := t.Obj().Pkg(); pkg != nil {
		if p.inArguments && pkg.Name() != "main" {
			p.WriteString(pkg.Path())
		} else {
			p.WriteString(pkg.Name())
		}
		p.WriteByte('.')
	}
	p.WriteString(t.Obj().Name())
	if t.TypeArgs().Len() == 0 {
		return
	}
	outer := p.inArguments
	p.inArguments = true
	p.WriteByte('[')
	for i := range t.TypeArgs().Len() {
		if i > 0 {
			p.WriteByte(',')
		}
		p.print(t.TypeArgs().At(i))
	}
	p.WriteByte(']')
	p.inArguments = outer
}

func (p *typePrinter) channel(t *types.Chan) {
	switch t.Dir() {
	case types.SendOnly:
		p.WriteString("chan<- ")
	case types.RecvOnly:
		p.WriteString("<-chan ")
	default:
		p.WriteString("chan ")
		if elem, ok := types.Unalias(t.Elem()).(*types.Chan); ok && elem.Dir() == types.RecvOnly {
			p.WriteByte('(')
			p.print(elem)
			p.WriteByte(')')
			return
		}
	}
	p.print(t.Elem())
}

func (p *typePrinter) signature(t *types.Signature) {
	p.tuple(t.Params(), t.Variadic())
	switch t.Results().Len() {
	case 0:
	case 1:
		p.WriteByte(' ')
		p.print(t.Results().At(0).Type())
	default:
		p.WriteByte(' ')
		p.tuple(t.Results(), false)
	}
}

func (p *typePrinter) tuple(t *types.Tuple, variadic bool) {
	p.WriteByte('(')
	for i := range t.Len() {
		if i > 0 {
			p.WriteString(", ")
		}
		if slice, ok := t.At(i).Type().(*types.Slice); ok && variadic && i == t.Len()-1 {
			p.WriteString("...")
			p.print(slice.Elem())
			continue
		}
		p.print(t.At(i).Type())
	}
	p.WriteByte(')')
}

func (p *typePrinter) structure(t *types.Struct) {
	if t.NumFields() == 0 {
		p.WriteString("struct {}")
		return
	}
	p.WriteString("struct { ")
	for i := range t.NumFields() {
		if i > 0 {
			p.WriteString("; ")
		}
		if !t.Field(i).Embedded() {
			p.WriteString(t.Field(i).Name())
			p.WriteByte(' ')
		}
		p.print(t.Field(i).Type())
		if tag := t.Tag(i); tag != "" {
			p.WriteByte(' ')
			p.WriteString(strconv.Quote(tag))
		}
	}
	p.WriteString(" }")
}

// The method set, in go/types' order: by name, as reflect has it.
func (p *typePrinter) iface(t *types.Interface) {
	if t.NumMethods() == 0 {
		p.WriteString("interface {}")
		return
	}
	p.WriteString("interface { ")
	for i := range t.NumMethods() {
		if i > 0 {
			p.WriteString("; ")
		}
		p.WriteString(t.Method(i).Name())
		if signature, ok := t.Method(i).Type().(*types.Signature); ok {
			p.signature(signature)
		}
	}
	p.WriteString(" }")
}
