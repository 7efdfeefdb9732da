/*line /constructs/copies/before.go:1:1*/package copies; import mapsan_runtime "runtime"

import "fmt"

type part struct{ m map[string]int }

type whole struct {
	part
	data map[string]int
	more part
}

func byValue(w whole) int { return mapsan_runtime.MapsanLen(w.data) + mapsan_runtime.MapsanLen(w.m) }

func Run() {
	w := &whole{part: part{m: map[string]int{"p": 1}}, data: map[string]int{"d": 2}, more: part{map[string]int{"q": 3}}}
	copied := *w
	mapsan_runtime.MapsanTell(mapsan_runtime.MapsanLoad(&copied.data))["d"]++
	more := w.more
	fmt.Println(copied.m["p"], more.m["q"], byValue(*w), mapsan_runtime.MapsanTell(mapsan_runtime.MapsanLoad(&w.m))["p"], mapsan_runtime.MapsanTell(mapsan_runtime.MapsanLoad(&w.part.m))["p"], mapsan_runtime.MapsanTell(mapsan_runtime.MapsanLoad(&w.more.m))["q"])
	w.part = part{}
	w.more.m = mapsan_runtime.MapsanTell(mapsan_runtime.MapsanLoad(&copied.m)); mapsan_runtime.MapsanStored(&w.more.m)
	list := []any{mapsan_runtime.MapsanTell(mapsan_runtime.MapsanLoad(&w.data)), part{m: mapsan_runtime.MapsanTell(mapsan_runtime.MapsanLoad(&w.more.m))}, &part{mapsan_runtime.MapsanTell(mapsan_runtime.MapsanLoad(&w.data))}, map[string]map[string]int{"k": mapsan_runtime.MapsanTell(mapsan_runtime.MapsanLoad(&w.data))}, []map[string]int{mapsan_runtime.MapsanTell(mapsan_runtime.MapsanLoad(&w.data)), 2: mapsan_runtime.MapsanTell(mapsan_runtime.MapsanLoad(&w.m))}}
	fmt.Println(len(list), list[0], list[3], list[4], mapsan_runtime.MapsanTell(mapsan_runtime.MapsanLoad(&w.m)) == nil)
	table := map[string]part{"x": {m: mapsan_runtime.MapsanTell(mapsan_runtime.MapsanLoad(&w.data))}}
	fmt.Println(table["x"].m["d"], mapsan_runtime.MapsanLen(table["x"].m))
	changed := &copied
	changed.data = nil; mapsan_runtime.MapsanStored(&changed.data)
	fmt.Println(mapsan_runtime.MapsanTell(mapsan_runtime.MapsanLoad(&copied.data)) == nil)
}
