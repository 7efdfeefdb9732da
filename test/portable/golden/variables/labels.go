package labels

import "fmt"

type config struct{ data map[string]int }

func Run() {
	c := &config{}
	i := 0
again:
	c.data = map[string]int{"i": i}
	if i++; mapsan_Read(c.data)["i"] < 2 {
		goto again
	}
outer:
	for k := range mapsan_Range(c.data) {
		switch {
		case mapsan_Read(c.data)[k] == 2:
			c.data = nil
			fallthrough
		case c.data == nil:
			fmt.Println("nil", i)
			continue outer
		default:
			break outer
		}
	}
	if c.data == nil { c.data = map[string]int{"x": 1} } else { c.data = nil }
	fmt.Println(c.data); c.data = nil; fmt.Println(c.data)
end: c.data = map[string]int{}
	if len(mapsan_Read(c.data)) > 0 { goto end }
	fmt.Println(len(mapsan_Read(c.data)))
}
