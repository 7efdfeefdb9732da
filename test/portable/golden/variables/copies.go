package copies

import "fmt"

type part struct{ m map[string]int }

type whole struct {
	part
	data map[string]int
	more part
}

func byValue(w whole) int { return len(mapsan_Read(w.data)) + len(mapsan_Read(w.m)) }

func Run() {
	w := &whole{part: part{m: map[string]int{"p": 1}}, data: map[string]int{"d": 2}, more: part{map[string]int{"q": 3}}}
	copied := *w
	mapsan_Write(copied.data)["d"]++
	more := w.more
	fmt.Println(copied.m["p"], more.m["q"], byValue(*w), mapsan_Read(w.m)["p"], mapsan_Read(w.part.m)["p"], mapsan_Read(w.more.m)["q"])
	w.part = part{}
	w.more.m = copied.m
	list := []any{w.data, part{m: w.more.m}, &part{w.data}, map[string]map[string]int{"k": w.data}, []map[string]int{w.data, 2: w.m}}
	fmt.Println(len(list), list[0], list[3], list[4], w.m == nil)
	table := map[string]part{"x": {m: w.data}}
	fmt.Println(mapsan_Read(mapsan_Read(table)["x"].m)["d"], len(mapsan_Read(mapsan_Read(table)["x"].m)))
	changed := &copied
	changed.data = nil
	fmt.Println(copied.data == nil)
}
