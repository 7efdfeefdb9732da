// Typeinfo makes the catalog of a program's own map sites: where the source uses a map, what it calls the map, what
// keeps it, and which mutexes stand beside it. MapSan names its findings from it.
//
// It reads a request on standard input and writes the catalog on standard output, both as JSON. The packages that the
// user works on are checked from their sources; what they import from elsewhere is read from the compiler's export
// data, so it must be built with the Go that builds the program. What cannot be parsed or type-checked is left out:
// a catalog with gaps is worth more than none.
//
// Nothing of a package is looked at again until its files, or those that it depends on, change: see cache.go.
package main
