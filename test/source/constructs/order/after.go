/*line /constructs/order/before.go:1:1*/package order; import mapsan_runtime "runtime"

import "fmt"

type box struct{ m map[string]int }

var trace []string

func (b *box) swap(k string) string {
	trace = append(trace, fmt.Sprint("swap ", k))
	b.m = map[string]int{k: len(trace)}; mapsan_runtime.MapsanStored(&b.m)
	return k
}

func two(m map[string]int, k string) (int, string) { return mapsan_runtime.MapsanLen(m), k }

func show(args ...any) { fmt.Println(append(args, trace)...) }

func Run() {
	b := &box{m: map[string]int{"start": 0}}
	show(b.m, mapsan_runtime.MapsanAfter(b.swap("a"), &b.m), mapsan_runtime.MapsanTell(mapsan_runtime.MapsanLoad(&b.m)))
	show(len(b.m), b.swap("b"))
	fmt.Println(two(b.m, mapsan_runtime.MapsanAfter(b.swap("c"), &b.m)))
	show(b.m["c"], b.swap("d"), mapsan_runtime.MapsanTell(mapsan_runtime.MapsanLoad(&b.m))["d"])
	show(b.m[mapsan_runtime.MapsanAfter(b.swap("e"), &b.m)])
	show(b.swap("f") == "f" && mapsan_runtime.MapsanTell(mapsan_runtime.MapsanLoad(&b.m))["f"] > 0 && b.swap("g") == "g", mapsan_runtime.MapsanTell(mapsan_runtime.MapsanLoad(&b.m)))
	x, y := b.m, b.swap("h")
	show(x, y)
	ch := make(chan string, 1)
	ch <- "i"
	show(b.m[mapsan_runtime.MapsanAfter(<-ch, &b.m)])
	show(func() map[string]int { return mapsan_runtime.MapsanTell(mapsan_runtime.MapsanLoad(&b.m)) }(), b.swap("j"))
	s := []map[string]int{b.m, {b.swap("k"): 1}, mapsan_runtime.MapsanTell(mapsan_runtime.MapsanLoad(&b.m))}
	show(s)
	i := 0
	next := func() int { i++; return i - 1 }
	list := []*box{b, {m: map[string]int{"l": 1}}}
	show(list[next()].m, list[next()].m["l"], list[0].m[mapsan_runtime.MapsanAfter(list[0].swap("m"), &list[0].m)])
}
