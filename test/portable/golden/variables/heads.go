package heads

import "fmt"

type config struct{ data map[string]int }

func load(n int) (map[string]int, error) { return map[string]int{"n": n}, nil }

func Run() {
	c := &config{}
	var err error
	if c.data, err = load(1); err != nil || mapsan_Read(c.data)["n"] == 2 {
		fmt.Println("not here")
	} else if mapsan_Write(c.data)["n"]++; mapsan_Read(c.data)["n"] == 2 {
		fmt.Println(c.data)
	}
	for c.data = map[string]int{}; len(mapsan_Read(c.data)) < 2; c.data[mapsan_AfterWrite(fmt.Sprint(len(mapsan_Read(c.data))), c.data)] = 1 {
		fmt.Println(len(mapsan_Read(c.data)))
	}
	switch c.data, err = load(3); mapsan_Read(c.data)["n"] {
	case 3:
		fmt.Println("three")
	}
	switch c.data {
	case nil:
		fmt.Println("nil")
	default:
		fmt.Println("not nil")
	}
	switch v := any(c.data).(type) {
	case map[string]int:
		fmt.Println(len(mapsan_Read(v)))
	}
	var k string
	for k, mapsan_Write(c.data)["last"] = range map[string]int{"only": 6} {
		fmt.Println(k, mapsan_Read(c.data)["last"])
	}
	for _, c.data = range []map[string]int{{"r": 1}, {"r": 2}} {
		fmt.Println(mapsan_Read(c.data)["r"])
	}
	for i := range mapsan_Read(c.data)["r"] {
		fmt.Println(i)
	}
}
