package mapsan

import (
	"reflect"
	"unsafe"
)

// What is done to a map, as in the event stream.
const (
	opRead   = 0
	opWrite  = 1
	opRange  = 2
	opDelete = 3
	opClear  = 4
)

// Each hook returns the map that it gets. That is all it does where there is nothing to look at.

func Read[M any](m M) M {
	if p := address(&m); p != 0 && active {
		if look := noticeRead(p); look != 0 {
			meet(m, opRead, look)
		}
	}
	return m
}

func Range[M any](m M) M {
	if p := address(&m); p != 0 && active {
		if look := noticeRead(p); look != 0 {
			meet(m, opRange, look)
		}
	}
	return m
}

func Write[M any](m M) M {
	if p := address(&m); p != 0 && active {
		if look := noticeWrite(p); look != 0 {
			meet(m, opWrite, look)
		}
	}
	return m
}

func Delete[M any](m M) M {
	if p := address(&m); p != 0 && active {
		if look := noticeWrite(p); look != 0 {
			meet(m, opDelete, look)
		}
	}
	return m
}

func Clear[M any](m M) M {
	if p := address(&m); p != 0 && active {
		if look := noticeWrite(p); look != 0 {
			meet(m, opClear, look)
		}
	}
	return m
}

// AfterRead and its like are for m[f()]: the value of f comes first, then the map is used.

func AfterRead[V, M any](value V, m M) V {
	Read(m)
	return value
}

func AfterWrite[V, M any](value V, m M) V {
	Write(m)
	return value
}

func AfterDelete[V, M any](value V, m M) V {
	Delete(m)
	return value
}

// DeferredDelete is for `defer delete(m, k)` and `go delete(m, k)`, whose operands are evaluated long before. What type the key
// has, and whether it is a constant, is of no importance.
func DeferredDelete[M any](m M, key any) {
	it := reflect.ValueOf(Delete(m))
	k := reflect.Zero(it.Type().Key())
	if key != nil {
		k = reflect.ValueOf(key).Convert(k.Type())
	}
	it.SetMapIndex(k, reflect.Value{})
}

func DeferredClear[M any](m M) {
	reflect.ValueOf(Clear(m)).Clear()
}

// Two and Three are the results of a call, for m[k], err = f(): the map is changed when f has returned.

type Two[A, B any] struct {
	A A
	B B
}

func (t Two[A, B]) Both() (A, B) { return t.A, t.B }

type Three[A, B, C any] struct {
	A A
	B B
	C C
}

func (t Three[A, B, C]) All() (A, B, C) { return t.A, t.B, t.C }

// address is where the map lies. It is only ever compared: a map that the compiler keeps on the stack stays there.
func address[M any](m *M) uintptr {
	return *(*uintptr)(unsafe.Pointer(m))
}

func typeName[M any]() string {
	return reflect.TypeOf((*M)(nil)).Elem().String()
}
