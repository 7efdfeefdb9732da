package loads

import "fmt"

type config struct{ data map[string]int }

var registry = map[string]int{"a": 1}

func Run() {
	c := &config{data: map[string]int{"a": 2}}
	fmt.Println(c.data["a"], registry["a"])
	v, ok := c.data["b"]
	fmt.Println(v, ok, len(c.data))
	var w, found = registry["a"]
	fmt.Println(w, found)
	c.data["b"] = registry["a"] + len(registry)
	sum := 0
	for _, v := range c.data {
		sum += v
	}
	if n := len(c.data); n > 1 && c.data["a"] == 2 || registry == nil {
		sum++
	}
	fmt.Println(sum, c.data == nil, nil != registry, (c.data)["a"])
	p := &registry
	fmt.Println((*p)["a"], len(*p))
	list := []map[string]int{{"x": 1}, {"x": 2}}
	fmt.Println(list[1]["x"], len(list[0]), list[0] == nil)
	array := [2]map[string]int{{"y": 3}}
	fmt.Println(array[0]["y"], len(array[1]))
	local := map[string]int{"z": 4}
	fmt.Println(local["z"], len(local))
}
