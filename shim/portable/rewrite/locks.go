package main

import (
	"fmt"
	"go/ast"
	"go/token"
	"go/types"
	"strings"

	"mapsan.dev/golist"
)

// Calls that take and release locks of package sync are tracked, so that what each goroutine holds is known. The hook goes
// around the lock and gives it back as something with the same methods: the call stays, and so does the order.

var lockCalls = map[string]string{
	"Lock": "Locking", "TryLock": "Locking", "RLock": "Locking", "TryRLock": "Locking", "Unlock": "Unlocking", "RUnlock": "Unlocking",
}

// lockOf is the name of a type of locks of package sync, also behind a pointer; empty for all others.
func lockOf(t types.Type) (name string, behindPointer bool) {
	_, behindPointer = t.Underlying().(*types.Pointer)
	method, index, _ := types.LookupFieldOrMethod(t, true, nil, "Lock")
	if function, ok := method.(*types.Func); ok && len(index) == 1 {
		name = receiverOf(function)
	}
	return name, behindPointer
}

// receiverOf is Mutex or RWMutex for their methods; empty for all others.
func receiverOf(method *types.Func) string {
	if method.Pkg() == nil || method.Pkg().Path() != "sync" {
		return ""
	}
	receiver := method.Type().(*types.Signature).Recv()
	if receiver == nil {
		return ""
	}
	pointer, ok := receiver.Type().(*types.Pointer)
	if !ok {
		return ""
	}
	named, ok := pointer.Elem().(*types.Named)
	if !ok || named.Obj().Name() != "Mutex" && named.Obj().Name() != "RWMutex" {
		return ""
	}
	return named.Obj().Name()
}

// lockMethod is the selection of a method of a lock, or of what may be one behind an interface.
func (r *rewriter) lockMethod(x *ast.SelectorExpr) (selection *types.Selection, hidden bool) {
	selection = r.info.Selections[x]
	if selection == nil || selection.Kind() == types.FieldVal || lockCalls[x.Sel.Name] == "" && x.Sel.Name != "RLocker" {
		return nil, false
	}
	method := selection.Obj().(*types.Func)
	if receiverOf(method) != "" {
		return selection, false
	}
	if receiver := method.Type().(*types.Signature).Recv(); receiver != nil && types.IsInterface(receiver.Type()) {
		return selection, true
	}
	return nil, false
}

// walkLock puts the hook around the lock of a call.
func (r *rewriter) walkLock(fun ast.Expr) {
	x, ok := fun.(*ast.SelectorExpr)
	if !ok {
		return
	}
	selection, hidden := r.lockMethod(x)
	if selection == nil || hidden || selection.Kind() != types.MethodVal || lockCalls[x.Sel.Name] == "" {
		return
	}
	path, t, ok := r.embedded(selection)
	if !ok {
		return
	}
	lock := receiverOf(selection.Obj().(*types.Func))
	_, isPointer := t.Underlying().(*types.Pointer)
	e := edit{hook: lockCalls[x.Sel.Name], lock: true, line: r.line(x.Sel), argument: strings.Join(path, "")}
	if lock == "RWMutex" {
		e.hook = "RW" + e.hook
	}
	if strings.HasSuffix(e.hook, "Locking") && !strings.HasSuffix(e.hook, "Unlocking") {
		e.argument += ", " + fmt.Sprint(r.places.add(r.source.path, e.line, r.function))
	}
	if isPointer {
		e.hook += "At"
	} else {
		e.prefix = "&"
	}
	switch len(path) {
	case 0:
	case 1:
		e.hook += "Of"
	default:
		e.hook += fmt.Sprintf("Of%d", len(path))
	}
	inner := unparen(x.X)
	e.start, e.end = r.offset(inner.Pos()), r.offset(inner.End())
	r.put(e)
}

// embedded are the fields that lead from what is written to an embedded lock, and the lock's type.
func (r *rewriter) embedded(selection *types.Selection) (path []string, t types.Type, ok bool) {
	t = selection.Recv()
	for _, i := range selection.Index()[:len(selection.Index())-1] {
		under := t.Underlying()
		if pointer, ok := under.(*types.Pointer); ok {
			under = pointer.Elem().Underlying()
		}
		fields, ok := under.(*types.Struct)
		if !ok {
			return nil, nil, false
		}
		field := fields.Field(i)
		if !field.Exported() && field.Pkg().Path() != r.listed.Path() {
			return nil, nil, false
		}
		path, t = append(path, "."+field.Name()), field.Type()
	}
	return path, t, len(path) <= 3
}

// A packageLocks is what is known of the locks of a package.
type packageLocks struct {
	places *lockPlaces
	calls  int
	// Nothing is done to locks but what hooks can be put around.
	known bool
}

// track notes whether all is known of who holds which of the package's locks.
func (a *answer) track(p *golist.Package, locks *packageLocks, edits map[string][]edit) {
	calls := 0
	for _, list := range edits {
		for _, one := range list {
			if one.lock {
				calls++
			}
		}
		a.Accesses += len(list)
	}
	if locks.known && calls == locks.calls {
		a.Tracked = append(a.Tracked, symbolsOf(p))
	}
}

// untracked looks for what is done to locks where nothing can be put around it; then not all is known of who holds what.
func (r *rewriter) untracked(locks *packageLocks) []left {
	var found []left
	tell := func(x ast.Node, why string) {
		found = append(found, left{r.source.path, r.line(x), why})
	}
	called, known := map[ast.Node]bool{}, map[ast.Node]bool{}
	ast.Inspect(r.source.file, func(node ast.Node) bool {
		switch x := node.(type) {
		case *ast.CallExpr:
			called[unparen(x.Fun)] = true
		case *ast.SelectorExpr:
			known[unparen(x.X)] = true
			selection, hidden := r.lockMethod(x)
			if selection != nil && !hidden && called[x] {
				locks.calls++
			}
			switch {
			case selection == nil:
				// Its Wait releases a lock, and takes it again.
				if x.Sel.Name == "NewCond" || x.Sel.Name == "Cond" {
					object := r.info.Uses[x.Sel]
					locks.known = locks.known && (object == nil || object.Pkg() == nil || object.Pkg().Path() != "sync")
				}
			case hidden:
				tell(x, "the lock behind "+r.short(x.X)+" is not known")
			case !called[x] || selection.Kind() != types.MethodVal || x.Sel.Name == "RLocker":
				tell(x, r.short(x)+" may be called anywhere: that lock is not tracked there")
			}
		case *ast.UnaryExpr:
			if name, behind := lockOf(r.typeOf(x)); x.Op == token.AND && name != "" && behind && !known[x] {
				tell(x, "the lock at "+r.short(x)+" may be used anywhere: it is not tracked there")
			}
		}
		return true
	})
	locks.known = locks.known && len(found) == 0
	return found
}
