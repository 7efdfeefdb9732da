package main

import (
	"fmt"
	"go/ast"
	"go/token"
	"go/types"
)

// A wayOut is what becomes of a map that goes on under other names: whether whoever gets it could have a copy as well.
type wayOut struct {
	// Why a copy would not do; empty when it is only read, by code that is all seen.
	Why string `json:"why"`
	// Where it is read under other names.
	Uses []codePlace `json:"uses"`
	// The exported functions that return it.
	Exported []string `json:"exported"`
	// Elements refer to other memory, which a copy shares.
	Shallow bool `json:"shallow"`
	// The name of package maps means something else there.
	Hidden bool `json:"hidden"`
}

// A tracer follows the value of an expression.
type tracer struct {
	*analysis
	variable string
	made     *wayOut
	seen     map[string]bool
}

// wayOutOf follows a map from where it goes out.
func (a *analysis) wayOutOf(done *checked, x ast.Expr, variable string) *wayOut {
	t := &tracer{a, variable, &wayOut{Uses: []codePlace{}, Exported: []string{}}, map[string]bool{}}
	t.follow(done, x, x.Pos())
	t.made.Shallow, t.made.Hidden = a.isShallow(done, x), a.isMapsHidden(done, x.Pos())
	return t.made
}

func (t *tracer) refuse(format string, args ...any) {
	if t.made.Why == "" {
		t.made.Why = fmt.Sprintf(format, args...)
	}
}

// follow looks at what is done with the value of x, which was got at another place.
func (t *tracer) follow(done *checked, x ast.Expr, got token.Pos) {
	t.changesBetween(got, x)
	switch op := t.operation(done, x); op {
	case "read", "load":
		t.made.Uses = append(t.made.Uses, t.place(x.Pos()))
		t.waitsBetween(got, x)
		return
	case "write", "store":
		t.refuse("%s writes into what it gets, at %s", t.nameAround(x), t.shortPlace(x.Pos()))
		return
	}
	child, parent := ast.Node(x), t.parents[x]
	for {
		paren, ok := parent.(*ast.ParenExpr)
		if !ok {
			break
		}
		child, parent = paren, t.parents[paren]
	}
	switch parent := parent.(type) {
	case *ast.ExprStmt:
	case *ast.ReturnStmt:
		for i, result := range parent.Results {
			if result == child {
				t.returned(parent, i, len(parent.Results))
			}
		}
	case *ast.AssignStmt:
		for i, value := range parent.Rhs {
			if value == child && len(parent.Lhs) == len(parent.Rhs) {
				t.kept(done, parent.Lhs[i])
			}
		}
	case *ast.ValueSpec:
		for i, value := range parent.Values {
			if value == child && len(parent.Names) == len(parent.Values) {
				t.kept(done, parent.Names[i])
			}
		}
	case *ast.CallExpr:
		t.passedOn(done, parent, child)
	case *ast.CompositeLit, *ast.KeyValueExpr:
		t.refuse("at %s it is put into another value, from where it is not followed", t.shortPlace(x.Pos()))
	case *ast.SendStmt:
		t.refuse("at %s it is sent on a channel", t.shortPlace(x.Pos()))
	default:
		t.refuse("at %s it goes on to where it is not followed", t.shortPlace(x.Pos()))
	}
}

// kept: the value lives in a local variable that never holds anything else.
func (t *tracer) kept(done *checked, target ast.Expr) {
	name, ok := target.(*ast.Ident)
	if ok && name.Name == "_" {
		return
	}
	var object types.Object
	if ok {
		object = done.info.Defs[name]
	}
	usage := t.usages[done]
	if object == nil || object.Parent() == done.pkg.Scope() || usage.assigned[object] || usage.addressed[object] {
		t.refuse("at %s it is kept in a variable that lives longer, or holds another map some other time", t.shortPlace(target.Pos()))
		return
	}
	t.followUses(done, object, target.End())
}

func (t *tracer) followUses(done *checked, object types.Object, got token.Pos) {
	for _, name := range usesOf(done, object) {
		t.follow(done, name, got)
	}
}

// readers of the standard library look at all that they get, and keep nothing of it.
var readers = []string{
	"fmt.Append", "fmt.Errorf", "fmt.Fprint", "fmt.Print", "fmt.Sprint", "log.Print", "log.Printf", "log.Println", "log.Fatal", "log.Fatalf",
	"encoding/json.Marshal", "encoding/json.MarshalIndent", "(*encoding/json.Encoder).Encode", "(*testing.common).Log", "(*testing.common).Logf",
	"(*testing.common).Error", "(*testing.common).Errorf", "(*testing.common).Fatal", "(*testing.common).Fatalf",
}

// passedOn: the value is an argument of an own function.
func (t *tracer) passedOn(done *checked, call *ast.CallExpr, child ast.Node) {
	callee := done.callee(call.Fun)
	if callee != nil && names(readers, callee.FullName()) {
		t.made.Uses = append(t.made.Uses, t.place(child.Pos()))
		return
	}
	if callee == nil || t.bodies[t.key(callee.Pos())] == nil {
		t.refuse("at %s it is passed to %s, which is not followed", t.shortPlace(call.Pos()), types.ExprString(call.Fun))
		return
	}
	fn := t.bodies[t.key(callee.Pos())]
	for i, argument := range call.Args {
		if argument != child {
			continue
		}
		parameters := fn.object.Signature().Params()
		if i >= parameters.Len() || fn.object.Signature().Variadic() && i >= parameters.Len()-1 {
			t.refuse("at %s it is one of a list of arguments", t.shortPlace(call.Pos()))
			return
		}
		if parameter, usage := parameters.At(i), t.usages[fn.done]; usage.assigned[parameter] || usage.addressed[parameter] {
			t.refuse("%s assigns to the variable that it gets it in", fn.name)
		} else if id := fmt.Sprintf("%s argument %d", fn.key, i); !t.seen[id] {
			t.seen[id] = true
			t.followUses(fn.done, parameter, fn.block.Pos())
		}
	}
}

// returned: the value is the result of all calls of the function.
func (t *tracer) returned(statement *ast.ReturnStmt, index, count int) {
	fn := t.bodyAround(statement)
	switch {
	case fn == nil || fn.object == nil:
		t.refuse("at %s a function literal returns it", t.shortPlace(statement.Pos()))
		return
	case t.dynamics[fn.key]:
		t.refuse("%s is used as a value, so that not all calls of it are known", fn.name)
		return
	case t.isCalledByInterface(fn):
		t.refuse("%s may be called by way of an interface", fn.name)
		return
	}
	id := fmt.Sprintf("%s result %d", fn.key, index)
	if t.seen[id] {
		return
	}
	t.seen[id] = true
	if fn.object.Exported() && fn.done.pkg.Name() != "main" {
		t.made.Exported = append(t.made.Exported, fn.name)
	}
	for _, done := range t.packages() {
		for _, file := range done.files {
			ast.Inspect(file, func(node ast.Node) bool {
				call, ok := node.(*ast.CallExpr)
				if callee := calleeOr(done, call); ok && callee != nil && t.key(callee.Pos()) == fn.key {
					t.result(done, call, index, count)
				}
				return true
			})
		}
	}
}

func calleeOr(done *checked, call *ast.CallExpr) *types.Func {
	if call == nil {
		return nil
	}
	return done.callee(call.Fun)
}

// result is one of those of a call.
func (t *tracer) result(done *checked, call *ast.CallExpr, index, count int) {
	if count == 1 {
		t.follow(done, call, call.Pos())
		return
	}
	switch parent := t.parents[call].(type) {
	case *ast.ExprStmt:
		return
	case *ast.AssignStmt:
		if len(parent.Rhs) == 1 && len(parent.Lhs) == count {
			t.kept(done, parent.Lhs[index])
			return
		}
	}
	t.refuse("at %s it goes on to where it is not followed", t.shortPlace(call.Pos()))
}

// isCalledByInterface tells whether some call of a method of an interface may be one of this method.
func (t *tracer) isCalledByInterface(fn *body) bool {
	if fn.object.Signature().Recv() == nil {
		return false
	}
	for _, other := range t.order {
		for _, e := range other.events {
			if e.kind == "interface" && e.method == fn.object.Name() {
				return true
			}
		}
	}
	return false
}
