package mapsan

import "strings"

// trackedPackages are those of whose locks all is known, as stacks call them. `mapsan instrument` fills the list in.
var trackedPackages = []string{}

// Go's own that call the program, and hold no locks meanwhile.
var lockless = []string{"runtime", "testing", "net/http"}

// locksKnown tells whether all functions of a stack are of packages of whose locks all is known: none that others may have
// taken is held then.
func locksKnown(stack []frame) bool {
	for _, f := range stack {
		if !contains(trackedPackages, packageOf(f.function)) && !contains(lockless, packageOf(f.function)) {
			return false
		}
	}
	return len(stack) > 0
}

// packageOf is the path in the name of a function: `example.com/shop` of `example.com/shop.(*Store).Put`.
func packageOf(function string) string {
	function, _, _ = strings.Cut(function, "[")
	slash := strings.LastIndexByte(function, '/') + 1
	name, _, _ := strings.Cut(function[slash:], ".")
	return function[:slash] + name
}

func contains(all []string, one string) bool {
	for _, other := range all {
		if other == one {
			return true
		}
	}
	return false
}
