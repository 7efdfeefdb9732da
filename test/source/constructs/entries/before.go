package entries

import "fmt"

type config struct {
	data  map[string]int
	lists map[string][]int
}

var trace []string

func (c *config) key(k string) string { trace = append(trace, "key "+k); return k }

func (c *config) value(v int) int {
	trace = append(trace, "value")
	c.data = map[string]int{"new": 0}
	return v
}

func (c *config) both() (int, bool) { return 7, true }

func Run() {
	c := &config{data: map[string]int{}, lists: map[string][]int{}}
	c.data["a"] = 1
	c.data["a"]++
	c.data["a"] += 2
	c.data["a"] /= 2
	c.lists["l"] = append(c.lists["l"], 1, 2)
	c.lists["l"][0] = 5
	fmt.Println(c.data, c.lists)
	// The map that the call puts there is the one that is assigned into.
	c.data["b"] = c.value(3)
	fmt.Println(c.data)
	c.data[c.key("c")] = 4
	c.data[c.key("d")]++
	c.data[c.key("e")] = c.value(5)
	fmt.Println(c.data, c.data[c.key("e")])
	c.data["f"] += c.value(6)
	fmt.Println(c.data["f"])
	c.data["g"], _ = c.both()
	var ok bool
	c.data["h"], ok = c.both()
	fmt.Println(c.data["g"], c.data["h"], ok)
	c.data["a"], c.data["b"] = c.data["b"], c.data["a"]
	delete(c.data, "a")
	delete(c.data, c.key("b"))
	fmt.Println(len(c.data), trace)
	for k := range c.data {
		delete(c.data, k)
	}
	fmt.Println(len(c.data))
	clear(c.lists)
	fmt.Println(len(c.lists))
}
