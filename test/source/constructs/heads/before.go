package heads

import "fmt"

type config struct{ data map[string]int }

func load(n int) (map[string]int, error) { return map[string]int{"n": n}, nil }

func Run() {
	c := &config{}
	var err error
	if c.data, err = load(1); err != nil || c.data["n"] == 2 {
		fmt.Println("not here")
	} else if c.data["n"]++; c.data["n"] == 2 {
		fmt.Println(c.data)
	}
	for c.data = map[string]int{}; len(c.data) < 2; c.data[fmt.Sprint(len(c.data))] = 1 {
		fmt.Println(len(c.data))
	}
	switch c.data, err = load(3); c.data["n"] {
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
		fmt.Println(len(v))
	}
	var k string
	for k, c.data["last"] = range map[string]int{"only": 6} {
		fmt.Println(k, c.data["last"])
	}
	for _, c.data = range []map[string]int{{"r": 1}, {"r": 2}} {
		fmt.Println(c.data["r"])
	}
	for i := range c.data["r"] {
		fmt.Println(i)
	}
}
