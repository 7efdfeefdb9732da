/*line /constructs/callers/before.go:1:1*/package callers; import mapsan_runtime "runtime"

import (
	"fmt"
	"path/filepath"
	"runtime"
)

type config struct{ data map[string]int }

func (c *config) where(map[string]int) string {
	_, file, line, _ := runtime.Caller(1)
	return fmt.Sprint(filepath.Base(filepath.Dir(file)), "/", filepath.Base(file), ":", line)
}

func Run() {
	c := &config{}
	c.data = map[string]int{
		"a": 1,
	}; mapsan_runtime.MapsanStored(&c.data)
	fmt.Println(c.where(mapsan_runtime.MapsanTell(mapsan_runtime.MapsanLoad(&c.data))), mapsan_runtime.MapsanLen(mapsan_runtime.MapsanTell(mapsan_runtime.MapsanLoad(&c.data))))
	fmt.Println(
		len(c.data),
		c.where(
			mapsan_runtime.MapsanTell(mapsan_runtime.MapsanLoad(&c.data)),
		),
	)
	defer func() {
		fmt.Println(recover())
		var pcs [8]uintptr
		frames := runtime.CallersFrames(pcs[:runtime.Callers(0, pcs[:])])
		for more := true; more; {
			var frame runtime.Frame
			frame, more = frames.Next()
			if filepath.Base(filepath.Dir(frame.File)) == "callers" {
				fmt.Println(frame.Function, filepath.Base(frame.File), frame.Line)
			}
		}
	}()
	var none *config
	fmt.Println(
		mapsan_runtime.MapsanLen(mapsan_runtime.MapsanTell(mapsan_runtime.MapsanLoad(&none.data))))
}
