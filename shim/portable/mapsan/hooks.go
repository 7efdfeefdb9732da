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
	if p := address(&m); p != 0 && active && noticeRead(p) {
		meet(m, opRead)
	}
	return m
}

func Range[M any](m M) M {
	if p := address(&m); p != 0 && active && noticeRead(p) {
		meet(m, opRange)
	}
	return m
}

func Write[M any](m M) M {
	if p := address(&m); p != 0 && active && noticeWrite(p) {
		meet(m, opWrite)
	}
	return m
}

func Delete[M any](m M) M {
	if p := address(&m); p != 0 && active && noticeWrite(p) {
		meet(m, opDelete)
	}
	return m
}

func Clear[M any](m M) M {
	if p := address(&m); p != 0 && active && noticeWrite(p) {
		meet(m, opClear)
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

// DeferredDelete is for `defer delete(m, k)`, whose operands are evaluated long before.
func DeferredDelete[M ~map[K]V, K comparable, V any](m M, key K) {
	delete(Delete(m), key)
}

// address is where the map lies. It is only ever compared: a map that the compiler keeps on the stack stays there.
func address[M any](m *M) uintptr {
	return *(*uintptr)(unsafe.Pointer(m))
}

func typeName[M any]() string {
	return reflect.TypeOf((*M)(nil)).Elem().String()
}
