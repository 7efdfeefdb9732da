package order

import "fmt"

type box struct{ m map[string]int }

var trace []string

func (b *box) swap(k string) string {
	trace = append(trace, fmt.Sprint("swap ", k))
	b.m = map[string]int{k: len(trace)}
	return k
}

func two(m map[string]int, k string) (int, string) { return len(mapsan_Read(m)), k }

func show(args ...any) { fmt.Println(append(args, trace)...) }

func Run() {
	b := &box{m: map[string]int{"start": 0}}
	show(b.m, b.swap("a"), b.m)
	show(len(b.m), b.swap("b"))
	fmt.Println(two(b.m, b.swap("c")))
	show(b.m["c"], b.swap("d"), mapsan_Read(b.m)["d"])
	show(b.m[mapsan_AfterRead(b.swap("e"), b.m)])
	show(b.swap("f") == "f" && mapsan_Read(b.m)["f"] > 0 && b.swap("g") == "g", b.m)
	x, y := b.m, b.swap("h")
	show(x, y)
	ch := make(chan string, 1)
	ch <- "i"
	show(b.m[mapsan_AfterRead(<-ch, b.m)])
	show(func() map[string]int { return b.m }(), b.swap("j"))
	s := []map[string]int{b.m, {b.swap("k"): 1}, b.m}
	show(s)
	i := 0
	next := func() int { i++; return i - 1 }
	list := []*box{b, {m: map[string]int{"l": 1}}}
	show(list[next()].m, list[next()].m["l"], list[0].m[mapsan_AfterRead(list[0].swap("m"), list[0].m)])
}
