//go:build mapsanruntime

package engine

import (
	"internal/abi"
	"internal/stringslite"
)

// A mapsanFrame is one logical frame; inlined calls have frames of their own.
type mapsanFrame struct {
	function string
	file     string
	line     int
	entry    uintptr // of the physical function
	pc       uintptr // return address
}

// mapsanFrames goes through the logical frames of return addresses, innermost first. Wrappers that the compiler
// made are left out, and so are the leading frames that hide answers true for.
type mapsanFrames struct {
	pcs      []uintptr
	hide     func(function string) bool // nil once a frame has been shown
	unwinder inlineUnwinder
	inlined  inlineFrame
	fn       funcInfo
}

func (it *mapsanFrames) next() (mapsanFrame, bool) {
	for {
		for !it.inlined.valid() {
			if len(it.pcs) == 0 {
				return mapsanFrame{}, false
			}
			it.fn = findfunc(it.pcs[0])
			if it.fn.valid() {
				it.unwinder, it.inlined = newInlineUnwinder(it.fn, it.pcs[0]-1)
			}
			if !it.inlined.valid() {
				it.pcs = it.pcs[1:]
			}
		}
		src := it.unwinder.srcFunc(it.inlined)
		file, line := it.unwinder.fileLine(it.inlined)
		pc := it.pcs[0]
		it.inlined = it.unwinder.next(it.inlined)
		if !it.inlined.valid() {
			it.pcs = it.pcs[1:]
		}
		name := src.name()
		if src.funcID == abi.FuncIDWrapper || name == "runtime.goexit" || name == "runtime.main" || it.hide != nil && it.hide(name) {
			continue
		}
		it.hide = nil
		return mapsanFrame{name, file, line, it.fn.entry(), pc}, true
	}
}

// mapsanHideMapFrames hides how a map operation is made; what remains is the code that asked for it.
// Go1.27's mapaccess1 calls mapaccess2, and reflect and the linkname shims call general operations.
func mapsanHideMapFrames(name string) bool {
	return stringslite.HasPrefix(name, "runtime.") || stringslite.HasPrefix(name, "internal/runtime/maps.") || stringslite.HasPrefix(name, "reflect.map") ||
		stringslite.HasPrefix(name, "internal/reflectlite.map")
}

func mapsanHideLockFrames(name string) bool {
	return stringslite.HasPrefix(name, "sync.(") || stringslite.HasPrefix(name, "internal/sync.")
}

// mapsanFirstPC returns the return address of the first frame that is shown: the site of an access.
func mapsanFirstPC(pcs []uintptr) uintptr {
	it := mapsanFrames{pcs: pcs, hide: mapsanHideMapFrames}
	if f, ok := it.next(); ok {
		return f.pc
	}
	return 0
}
