// Package mapsan finds goroutines that use one map at the same time. It was put here by `mapsan instrument`;
// `mapsan revert` takes it out again.
//
// Every access to a map goes through a function of this package, right before the map is used and with nothing in
// between that synchronises. While one of two that conflict waits in there for a moment, its window is open: whoever
// else comes to the same map then was not kept from it by anything, and neither was the first one from being there. So what is reported
// overlapped; no guess is made from locks or from order. (Tracing as in TSVD: Li et al., SOSP 2019.)
//
// How long and how often accesses wait depends on what came of it before, and on a budget. The environment variable MAPSAN
// steers all this: see settings.go. Only Go's standard library is used, as of Go 1.21.
package mapsan
