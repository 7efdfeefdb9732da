package engine

import "unsafe"

// A mapsanVariable is the shadow of a variable that holds a map: a field, an element, a variable of a package. Its first
// part is an entry of the table like that of a sync object, and leaves like one when the variable's memory is swept:
// the next variable at that address starts without history.
type mapsanVariable struct {
	mapsanSync
	shadow mapsanMap
}

// mapsanVariableKey is added to the address of a variable: no sync object has such a key.
const mapsanVariableKey = 5

func mapsanVariableOf(s *mapsanSync) *mapsanVariable { return (*mapsanVariable)(unsafe.Pointer(s)) }

// address is that of the variable, when m is the shadow of one.
func (m *mapsanMap) address(op mapsanOp) uintptr {
	if op != mapsanOpLoad && op != mapsanOpStore {
		return uintptr(unsafe.Pointer(m))
	}
	v := (*mapsanVariable)(unsafe.Add(unsafe.Pointer(m), -int(unsafe.Offsetof(mapsanVariable{}.shadow))))
	return v.addr - mapsanVariableKey
}

// forget: nobody can be looking at the variable any more.
func (v *mapsanVariable) forget() {
	if v.shadow.r >= mapsanShared {
		mapsanForget(mapsanFind(uintptr(unsafe.Pointer(&v.shadow.r))))
	}
	v.shadow = mapsanMap{}
}
