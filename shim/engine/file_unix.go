//go:build mapsanruntime && (linux || darwin)

package engine

import "unsafe"

const mapsanMapShared = 1 // MAP_SHARED on linux and darwin

// mapsanMapFile makes the file PATH.<pid>, or PATH.<pid>.<n> if that is taken (a process that executes itself
// keeps its pid), fills it with size zero bytes, and maps it. It returns nil when it cannot.
func mapsanMapFile(path string, size int) unsafe.Pointer {
	var name [4096]byte
	fd := int32(-1)
	for n := uint64(0); n < 1000 && fd < 0; n++ {
		w := mapsanBuffer{b: name[:]}
		mapsanNumbered(&w, path)
		if n != 0 {
			w.byte('.')
			w.decimal(n)
		}
		w.byte(0)
		if w.full {
			return nil
		}
		fd = open(&name[0], mapsanOpenNew|_O_CLOEXEC, 0o644)
		if fd < 0 && !mapsanExists(&name[0]) {
			return nil
		}
	}
	if fd < 0 {
		return nil
	}
	zeros := &mapsanReports.text // nothing has been reported yet
	for left := size; left > 0; {
		n := write1(uintptr(fd), unsafe.Pointer(zeros), int32(min(left, len(zeros))))
		if n <= 0 {
			closefd(fd)
			return nil
		}
		left -= int(n)
	}
	base, err := mmap(nil, uintptr(size), _PROT_READ|_PROT_WRITE, mapsanMapShared, fd, 0)
	closefd(fd)
	if err != 0 {
		return nil
	}
	return base
}

func mapsanExists(name *byte) bool {
	fd := open(name, 0, 0)
	if fd >= 0 {
		closefd(fd)
	}
	return fd >= 0
}

// mapsanAppendFile appends to PATH.<pid>. The file is opened for each report: a descriptor that is kept could be
// closed by the program and then mean another file.
func mapsanAppendFile(path string, text []byte) bool {
	var name [4096]byte
	w := mapsanBuffer{b: name[:]}
	mapsanNumbered(&w, path)
	w.byte(0)
	if w.full {
		return false
	}
	fd := open(&name[0], mapsanOpenAppend|_O_CLOEXEC, 0o644)
	if fd < 0 {
		return false
	}
	mapsanWriteAll(uintptr(fd), text)
	closefd(fd)
	return true
}

func mapsanNumbered(w *mapsanBuffer, path string) {
	w.str(path)
	w.byte('.')
	w.decimal(uint64(mapsanPid()))
}
