package heads

import "fmt"

type kind interface{}

var table = map[string]kind{"n": 1, "s": "x"}

func Run() {
	counts := map[string]int{"a": 3}
	for i := 0; i < counts["a"]; counts["b"]++ {
		i++
	}
	switch counts["b"] {
	case counts["none"]:
		fmt.Println("none")
	case counts["a"]:
		fmt.Println("as many")
	}
	switch v := table["s"].(type) {
	case int:
		fmt.Println("int", v)
	case string:
		fmt.Println("string", v, table["n"].(int))
	}
outer:
	for k := range counts {
		for counts[k] > 0 {
			counts[k]--
			if counts[k] == 1 {
				continue outer
			}
		}
	}
	fmt.Println(counts)
	ways := map[string]chan int{"in": make(chan int, 2)}
	got := map[string]int{}
	for range []int{1, 2} {
		select {
		case ways["in"] <- counts["a"] + 1:
			fmt.Println("sent")
		}
	}
	select {
	case got["v"] = <-ways["in"]:
		fmt.Println("received", got["v"])
	case <-ways["never"]:
	}
	var ok bool
	select {
	case got["w"], ok = <-ways["in"]:
		fmt.Println(got["w"], ok)
	default:
	}
	for i, got["i"] = range []int{4, 5, 6} {
	}
	for got["key"] = range []int{4, 5, 6} {
	}
	fmt.Println(i, got)
	if x := got["i"]; x > 1 {
		fmt.Println(x)
	} else if y, ok := got["zz"]; ok {
		fmt.Println(y)
	}
}

var i int
