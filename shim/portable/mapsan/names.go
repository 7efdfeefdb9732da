package mapsan

import (
	"runtime"
	"strconv"
	"strings"
)

// names are what the sources call maps and locks, where a line leaves no doubt: the file, below the module's folder, the line,
// what is done there; how much the name says, 0 the most; the name. `mapsan instrument` fills it in:
//
//	shop/store.go:12:write:0:s.prices (field prices of *store)
//	shop/store.go:11:lock:0:store.mu
var names = []string{}

// What is done to a map, or with a lock, as names have it.
var deeds = [...]string{opRead: "read", opWrite: "write", opRange: "iterate", opDelete: "delete", opClear: "clear"}

const (
	lockWritten = "write"
	lockRead    = "read"
)

// mapName is what one of the sides calls the map: the one whose name says more, or else the one that modifies it.
func (r *race) mapName() string {
	best := ""
	for _, modifying := range []bool{true, false} {
		for _, s := range r.sides {
			if len(s.stack) == 0 || isWrite(s.op) != modifying {
				continue
			}
			if name := nameAt(s.stack[0].file, s.stack[0].line, deeds[s.op]); name != "" && (best == "" || name[0] < best[0]) {
				best = name
			}
		}
	}
	_, name, _ := strings.Cut(best, ":")
	return name
}

func lockName(at *Place, mode string) string {
	_, name, _ := strings.Cut(nameAt(at.File, at.Line, mode+" lock"), ":")
	return name
}

// nameAt is empty when there is none. It is asked for in reports only.
func nameAt(file string, line int, deed string) string {
	inside := strings.TrimPrefix(file, sourcesRoot+"/")
	key := inside + ":" + strconv.Itoa(line) + ":" + deed + ":"
	for _, one := range names {
		if inside != file && strings.HasPrefix(one, key) {
			return one[len(key):]
		}
	}
	return ""
}

// sourcesRoot is what the compiler calls the module's folder: with -trimpath, that is the module's path.
var sourcesRoot = func() string {
	_, own, _, _ := runtime.Caller(0)
	root, _, _ := cutLast(own, "/internal/mapsan/")
	return root
}()
