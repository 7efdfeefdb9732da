//go:build mapsanruntime

// Package race stands in for the internal/race of a build without the race detector (norace.go, go1.24-1.27). Package
// runtime, where MapSan's engine lives, provides the functions without a body.
package race

import (
	"internal/abi"
	"unsafe"
)

const Enabled = true

//go:linkname Acquire
//go:noescape
func Acquire(addr unsafe.Pointer)

//go:linkname Release
//go:noescape
func Release(addr unsafe.Pointer)

//go:linkname ReleaseMerge
//go:noescape
func ReleaseMerge(addr unsafe.Pointer)

//go:linkname Disable
func Disable()

//go:linkname Enable
func Enable()

//go:linkname Errors
func Errors() int

// Map operations. The third argument is the type of the map, not a program counter.

//go:linkname ReadPC
//go:noescape
func ReadPC(m unsafe.Pointer, callerpc, typ uintptr)

//go:linkname IteratePC
//go:noescape
func IteratePC(m unsafe.Pointer, callerpc, typ uintptr)

//go:linkname WritePC
//go:noescape
func WritePC(m unsafe.Pointer, callerpc, typ uintptr)

//go:linkname DeletePC
//go:noescape
func DeletePC(m unsafe.Pointer, callerpc, typ uintptr)

// Locks, called from the edited sources of sync and internal/sync. callerpc is where the method returns to.

//go:linkname Locked
//go:noescape
func Locked(mutex unsafe.Pointer, callerpc uintptr)

//go:linkname Unlocking
//go:noescape
func Unlocking(mutex unsafe.Pointer)

//go:linkname RLocked
//go:noescape
func RLocked(rw unsafe.Pointer, callerpc uintptr)

//go:linkname RUnlocking
//go:noescape
func RUnlocking(rw unsafe.Pointer)

//go:linkname WLocked
//go:noescape
func WLocked(rw unsafe.Pointer, callerpc uintptr)

//go:linkname WUnlocking
//go:noescape
func WUnlocking(rw unsafe.Pointer)

// What the race detector tracks and MapSan does not: plain memory.

func Read(addr unsafe.Pointer)                                             {}
func Write(addr unsafe.Pointer)                                            {}
func ReadRange(addr unsafe.Pointer, len int)                               {}
func WriteRange(addr unsafe.Pointer, len int)                              {}
func ReadObjectPC(t *abi.Type, addr unsafe.Pointer, callerpc, pc uintptr)  {}
func WriteObjectPC(t *abi.Type, addr unsafe.Pointer, callerpc, pc uintptr) {}
