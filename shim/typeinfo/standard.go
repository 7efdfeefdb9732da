package main

import (
	"go/ast"
	"go/types"
	"slices"
	"strings"
)

// What functions of the standard library do under a lock, in go1.24-1.27. What is not named here may wait for a file, a
// terminal or the network.

// pure packages only compute; what they call back is looked at.
var pure = map[string]bool{
	"bytes": true, "cmp": true, "container/heap": true, "container/list": true, "container/ring": true, "context": true,
	"encoding/base64": true, "encoding/binary": true, "encoding/hex": true, "encoding/json": true, "errors": true, "hash/crc32": true,
	"hash/fnv": true, "hash/maphash": true, "html": true, "iter": true, "maps": true, "math": true, "math/big": true, "math/bits": true,
	"math/rand": true, "math/rand/v2": true, "net/netip": true, "net/textproto": true, "net/url": true, "path": true, "reflect": true, "regexp": true,
	"slices": true, "sort": true, "strconv": true, "strings": true, "sync/atomic": true, "time": true, "unicode": true,
	"unicode/utf16": true, "unicode/utf8": true, "unique": true, "unsafe": true,
}

// pureElsewhere are functions that only compute, of packages that do not.
var pureElsewhere = []string{
	"fmt.Append", "fmt.Errorf", "fmt.Sprint", "fmt.Sscan", "(net/http.Header).", "path/filepath.Base", "path/filepath.Clean",
	"path/filepath.Dir", "path/filepath.Ext", "path/filepath.Join", "runtime.Gosched", "runtime.NumGoroutine", "runtime.KeepAlive",
	"(*sync.Map).", "(*sync.WaitGroup).Add", "(*sync.WaitGroup).Done", "(*sync.WaitGroup).Go", "(*sync.Cond).Signal",
	"(*sync.Cond).Broadcast", "(*sync.Pool).Put", "(*testing.common).Helper",
}

// waiting functions come back when another goroutine has done something, or when time has passed.
var waiting = []string{
	"time.Sleep", "(*sync.WaitGroup).Wait", "(*sync.Cond).Wait", "(*sync.Once).Do", "(*testing.T).Run", "(*testing.B).Run", "(*testing.T).Parallel",
}

// startsIt: these run a function in a goroutine of its own, or some other time.
var startsIt = []string{"time.AfterFunc", "context.AfterFunc", "(*sync.WaitGroup).Go", "runtime.SetFinalizer", "runtime.AddCleanup"}

func names(list []string, name string) bool {
	return slices.ContainsFunc(list, func(one string) bool {
		return strings.HasSuffix(one, ".") && strings.HasPrefix(name, one) || one == name ||
			strings.HasPrefix(one, "fmt.") && strings.HasPrefix(name, one)
	})
}

// standard goes through a call of the standard library: what it does by itself, and what it calls back.
func (w *walker) standard(call *ast.CallExpr, callee *types.Func, made event) {
	name, path := callee.FullName(), callee.Pkg().Path()
	isPure := pure[path] && !names(waiting, name) || names(pureElsewhere, name) || strings.HasPrefix(path, "crypto/") || strings.HasPrefix(path, "hash/")
	runsNow := isPure && !names(startsIt, name) || name == "(*sync.Once).Do" || name == "(*sync.Map).Range"
	var callbacks []string
	unknown := false
	for i, arg := range call.Args {
		if literal, ok := ast.Unparen(arg).(*ast.FuncLit); ok {
			if runsNow {
				before := w.state
				w.inline(literal)
				w.state = merge(before, w.state)
			} else {
				w.literal(literal, !names(startsIt, name))
			}
			continue
		}
		w.expr(arg)
		if back, known := w.callbacks(arg, parameterType(callee, i)); known {
			callbacks = append(callbacks, back...)
		} else {
			unknown = true
		}
	}
	made.kind, made.callees = "call", callbacks
	w.note(made)
	switch {
	case names(waiting, name):
		made.kind, made.callees, made.text = "waits", nil, made.text+" waits for other goroutines, or for time to pass"
		if name == "time.Sleep" {
			made.text = "sleeps"
		}
		w.note(made)
	case !isPure:
		made.kind, made.callees, made.text = "io", nil, made.text+" may wait for input or output"
		w.note(made)
	case unknown && !names(startsIt, name):
		made.kind, made.callees = "callback", nil
		w.note(made)
	}
}

func parameterType(callee *types.Func, i int) types.Type {
	parameters := callee.Signature().Params()
	if parameters.Len() == 0 {
		return nil
	}
	if i >= parameters.Len()-1 && callee.Signature().Variadic() {
		if slice, ok := parameters.At(parameters.Len() - 1).Type().(*types.Slice); ok {
			return slice.Elem()
		}
	}
	if i >= parameters.Len() {
		return nil
	}
	return parameters.At(i).Type()
}

// callbacks are the own functions that may be called through an argument; not known when those of others may be.
func (w *walker) callbacks(arg ast.Expr, parameter types.Type) ([]string, bool) {
	given := w.fn.done.info.TypeOf(arg)
	if parameter == nil || given == nil {
		return nil, false
	}
	if _, ok := parameter.Underlying().(*types.Signature); ok {
		if value, ok := w.objectOf(ast.Unparen(arg)).(*types.Func); ok && w.isOwnPackage(value.Pkg()) {
			return []string{w.key(value.Origin().Pos())}, true
		}
		constant := w.fn.done.info.Types[arg]
		return nil, constant.IsNil()
	}
	if !types.IsInterface(parameter) {
		return nil, true
	}
	return w.methodsOf(given, nil)
}

// methodsOf are the methods of a type, and of what values of it hold.
func (w *walker) methodsOf(t types.Type, seen []types.Type) ([]string, bool) {
	if slices.Contains(seen, t) {
		return nil, true
	}
	seen = append(seen, t)
	var found []string
	known := true
	if named, ok := pointed(t).(*types.Named); ok {
		if pkg := named.Obj().Pkg(); pkg != nil && !w.isOwnPackage(pkg) && !types.IsInterface(named) {
			return nil, w.isStandard(pkg) // its methods lock nothing of the user's
		}
		for i := range named.NumMethods() {
			found = append(found, w.key(named.Method(i).Origin().Pos()))
		}
	}
	add := func(inner types.Type) {
		more, all := w.methodsOf(inner, seen)
		found, known = append(found, more...), known && all
	}
	switch t := t.Underlying().(type) {
	case *types.Interface:
		return nil, false
	case *types.Signature:
		return found, known
	case *types.Pointer:
		add(t.Elem())
	case *types.Slice:
		add(t.Elem())
	case *types.Array:
		add(t.Elem())
	case *types.Map:
		add(t.Key())
		add(t.Elem())
	case *types.Struct:
		for i := range t.NumFields() {
			add(t.Field(i).Type())
		}
	}
	return found, known
}

// rangesOver: a range over a channel waits, one over a function calls it.
func (w *walker) rangesOver(s *ast.RangeStmt) {
	t := w.fn.done.info.TypeOf(s.X)
	if t == nil {
		return
	}
	switch t.Underlying().(type) {
	case *types.Chan:
		w.note(event{start: s.Pos(), end: s.X.End(), kind: "waits", text: "receives from a channel"})
	case *types.Signature:
		call, ok := ast.Unparen(s.X).(*ast.CallExpr)
		if ok {
			if callee := w.fn.done.callee(call.Fun); callee != nil && callee.Pkg() != nil && pure[callee.Pkg().Path()] {
				return
			}
		}
		w.note(event{start: s.X.Pos(), end: s.X.End(), kind: "value", text: types.ExprString(s.X)})
	}
}
