package main

import (
	"sort"
	"strings"
)

// An insertion is what is put in at one place.
type insertion struct {
	at int
	// What ends there comes before what begins there.
	begins bool
	// Of the text that is enclosed: the inner one ends first, the outer one begins first.
	extent int
	// Of several around the same text.
	order int
	text  string
	// How much of the text is taken out.
	instead int
}

// insert puts the hooks in. All else stays as it is, byte for byte.
func insert(text []byte, edits []edit) []byte {
	var all []insertion
	for i, one := range edits {
		if one.instead != "" {
			all = append(all, insertion{one.start, true, 0, i, "mapsan_" + one.hook, one.end - one.start})
			continue
		}
		extent := one.end - one.start
		all = append(all, insertion{one.start, true, extent, i, "mapsan_" + one.hook + "(" + one.prefix, 0})
		all = append(all, insertion{one.end, false, extent, i, one.argument + ")" + one.suffix, 0})
	}
	sort.SliceStable(all, func(i, j int) bool {
		a, b := all[i], all[j]
		switch {
		case a.at != b.at:
			return a.at < b.at
		case a.begins != b.begins:
			return b.begins
		case a.extent != b.extent:
			return a.begins == (a.extent > b.extent)
		}
		return a.begins == (a.order > b.order)
	})
	var made strings.Builder
	done := 0
	for _, one := range all {
		made.Write(text[done:one.at])
		made.WriteString(one.text)
		done = one.at + one.instead
	}
	made.Write(text[done:])
	return []byte(made.String())
}
