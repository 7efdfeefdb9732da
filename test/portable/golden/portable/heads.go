package heads

import "fmt"

type kind interface{}

var table = map[string]kind{"n": 1, "s": "x"}

func Run() {
	counts := map[string]int{"a": 3}
	for i := 0; i < mapsan_Read(counts)["a"]; mapsan_Write(counts)["b"]++ {
		i++
	}
	switch mapsan_Read(counts)["b"] {
	case mapsan_Read(counts)["none"]:
		fmt.Println("none")
	case mapsan_Read(counts)["a"]:
		fmt.Println("as many")
	}
	switch v := mapsan_Read(table)["s"].(type) {
	case int:
		fmt.Println("int", v)
	case string:
		fmt.Println("string", v, mapsan_Read(table)["n"].(int))
	}
outer:
	for k := range mapsan_Range(counts) {
		for mapsan_Read(counts)[k] > 0 {
			mapsan_Write(counts)[k]--
			if mapsan_Read(counts)[k] == 1 {
				continue outer
			}
		}
	}
	fmt.Println(counts)
	ways := map[string]chan int{"in": make(chan int, 2)}
	got := map[string]int{}
	for range []int{1, 2} {
		select {
		case mapsan_Read(ways)["in"] <- mapsan_Read(counts)["a"] + 1:
			fmt.Println("sent")
		}
	}
	select {
	case mapsan_Write(got)["v"] = <-mapsan_Read(ways)["in"]:
		fmt.Println("received", mapsan_Read(got)["v"])
	case <-mapsan_Read(ways)["never"]:
	}
	var ok bool
	select {
	case mapsan_Write(got)["w"], ok = <-mapsan_Read(ways)["in"]:
		fmt.Println(mapsan_Read(got)["w"], ok)
	default:
	}
	for i, mapsan_Write(got)["i"] = range []int{4, 5, 6} {
	}
	for mapsan_Write(got)["key"] = range []int{4, 5, 6} {
	}
	fmt.Println(i, got)
	if x := mapsan_Read(got)["i"]; x > 1 {
		fmt.Println(x)
	} else if y, ok := mapsan_Read(got)["zz"]; ok {
		fmt.Println(y)
	}
}

var i int
