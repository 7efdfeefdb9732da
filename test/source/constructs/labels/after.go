/*line /constructs/labels/before.go:1:1*/package labels; import mapsan_runtime "runtime"

import "fmt"

type config struct{ data map[string]int }

func Run() {
	c := &config{}
	i := 0
again:
	c.data = map[string]int{"i": i}; mapsan_runtime.MapsanStored(&c.data)
	if i++; mapsan_runtime.MapsanTell(mapsan_runtime.MapsanLoad(&c.data))["i"] < 2 {
		goto again
	}
outer:
	for k := range mapsan_runtime.MapsanTell(mapsan_runtime.MapsanLoad(&c.data)) {
		switch {
		case mapsan_runtime.MapsanTell(mapsan_runtime.MapsanLoad(&c.data))[k] == 2:
			c.data = nil; mapsan_runtime.MapsanStored(&c.data)
			fallthrough
		case mapsan_runtime.MapsanTell(mapsan_runtime.MapsanLoad(&c.data)) == nil:
			fmt.Println("nil", i)
			continue outer
		default:
			break outer
		}
	}
	if mapsan_runtime.MapsanTell(mapsan_runtime.MapsanLoad(&c.data)) == nil { c.data = map[string]int{"x": 1}; mapsan_runtime.MapsanStored(&c.data) } else { c.data = nil; mapsan_runtime.MapsanStored(&c.data) }
	fmt.Println(mapsan_runtime.MapsanTell(mapsan_runtime.MapsanLoad(&c.data))); c.data = nil; mapsan_runtime.MapsanStored(&c.data); fmt.Println(mapsan_runtime.MapsanTell(mapsan_runtime.MapsanLoad(&c.data)))
end: c.data = map[string]int{}; mapsan_runtime.MapsanStored(&c.data)
	if mapsan_runtime.MapsanLen(mapsan_runtime.MapsanTell(mapsan_runtime.MapsanLoad(&c.data))) > 0 { goto end }
	fmt.Println(mapsan_runtime.MapsanLen(mapsan_runtime.MapsanTell(mapsan_runtime.MapsanLoad(&c.data))))
}
