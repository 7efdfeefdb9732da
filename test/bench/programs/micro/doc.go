// Package micro has one benchmark for each kind of work that MapSan slows down, or must not slow down.
//
// Everything lives on the heap, and every goroutine uses a map: MapSan does nothing at all for a variable that stays
// on its goroutine's stack, and less for a goroutine that it does not track.
package micro
