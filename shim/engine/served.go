//go:build mapsanruntime

package engine

import "unsafe"

// What package runtime/mapsan (shim/status) needs, if the binary has it.

//go:linkname mapsanServedPage runtime/mapsan.statusPage
func mapsanServedPage(b []byte, part int) (n, next int) { return mapsanStatusPage(b, part) }

//go:linkname mapsanServedMetrics runtime/mapsan.metricsPage
func mapsanServedMetrics(b []byte) int { return mapsanMetricsPage(b) }

//go:linkname mapsanServedAddress runtime/mapsan.statusAddress
func mapsanServedAddress() string { return mapsanSettings.status }

//go:linkname mapsanServedLine runtime/mapsan.say
func mapsanServedLine(line string) {
	mapsanSay(unsafe.Slice(unsafe.StringData(line), len(line)), false)
}

// mapsanCanServe says that the binary was built by `mapsan build --status`.
func mapsanCanServe() bool {
	for md := &firstmoduledata; md != nil; md = md.next {
		for _, entry := range md.ftab[:len(md.ftab)-1] {
			f := funcInfo{(*_func)(unsafe.Pointer(&md.pclntable[entry.funcoff])), md}
			if funcname(f) == "runtime/mapsan.serve" {
				return true
			}
		}
	}
	return false
}
