/*line /constructs/entries/before.go:1:1*/package entries; import mapsan_runtime "runtime"

import "fmt"

type config struct {
	data  map[string]int
	lists map[string][]int
}

var trace []string

func (c *config) key(k string) string { trace = append(trace, "key "+k); return k }

func (c *config) value(v int) int {
	trace = append(trace, "value")
	c.data = map[string]int{"new": 0}; mapsan_runtime.MapsanStored(&c.data)
	return v
}

func (c *config) both() (int, bool) { return 7, true }

func Run() {
	c := &config{data: map[string]int{}, lists: map[string][]int{}}
	mapsan_runtime.MapsanTell(mapsan_runtime.MapsanLoad(&c.data))["a"] = 1
	mapsan_runtime.MapsanTell(mapsan_runtime.MapsanLoad(&c.data))["a"]++
	mapsan_runtime.MapsanTell(mapsan_runtime.MapsanLoad(&c.data))["a"] += 2
	mapsan_runtime.MapsanTell(mapsan_runtime.MapsanLoad(&c.data))["a"] /= 2
	mapsan_runtime.MapsanTell(mapsan_runtime.MapsanLoad(&c.lists))["l"] = append(mapsan_runtime.MapsanTell(mapsan_runtime.MapsanLoad(&c.lists))["l"], 1, 2)
	mapsan_runtime.MapsanTell(mapsan_runtime.MapsanLoad(&c.lists))["l"][0] = 5
	fmt.Println(mapsan_runtime.MapsanTell(mapsan_runtime.MapsanLoad(&c.data)), mapsan_runtime.MapsanTell(mapsan_runtime.MapsanLoad(&c.lists)))
	// The map that the call puts there is the one that is assigned into.
	c.data["b"] = c.value(3); mapsan_runtime.MapsanLoaded(&c.data)
	fmt.Println(mapsan_runtime.MapsanTell(mapsan_runtime.MapsanLoad(&c.data)))
	c.data[c.key("c")] = 4; mapsan_runtime.MapsanLoaded(&c.data)
	c.data[mapsan_runtime.MapsanAfter(c.key("d"), &c.data)]++
	c.data[c.key("e")] = c.value(5); mapsan_runtime.MapsanLoaded(&c.data)
	fmt.Println(c.data, c.data[mapsan_runtime.MapsanAfter(mapsan_runtime.MapsanAfter(c.key("e"), &c.data), &c.data)])
	c.data["f"] += c.value(6)
	fmt.Println(mapsan_runtime.MapsanTell(mapsan_runtime.MapsanLoad(&c.data))["f"])
	c.data["g"], _ = c.both(); mapsan_runtime.MapsanLoaded(&c.data)
	var ok bool
	c.data["h"], ok = c.both(); mapsan_runtime.MapsanLoaded(&c.data)
	fmt.Println(mapsan_runtime.MapsanTell(mapsan_runtime.MapsanLoad(&c.data))["g"], mapsan_runtime.MapsanTell(mapsan_runtime.MapsanLoad(&c.data))["h"], ok)
	mapsan_runtime.MapsanTell(mapsan_runtime.MapsanLoad(&c.data))["a"], mapsan_runtime.MapsanTell(mapsan_runtime.MapsanLoad(&c.data))["b"] = mapsan_runtime.MapsanTell(mapsan_runtime.MapsanLoad(&c.data))["b"], mapsan_runtime.MapsanTell(mapsan_runtime.MapsanLoad(&c.data))["a"]
	delete(mapsan_runtime.MapsanTell(mapsan_runtime.MapsanLoad(&c.data)), "a")
	delete(c.data, mapsan_runtime.MapsanAfter(c.key("b"), &c.data))
	fmt.Println(mapsan_runtime.MapsanLen(mapsan_runtime.MapsanTell(mapsan_runtime.MapsanLoad(&c.data))), trace)
	for k := range mapsan_runtime.MapsanTell(mapsan_runtime.MapsanLoad(&c.data)) {
		delete(mapsan_runtime.MapsanTell(mapsan_runtime.MapsanLoad(&c.data)), k)
	}
	fmt.Println(mapsan_runtime.MapsanLen(mapsan_runtime.MapsanTell(mapsan_runtime.MapsanLoad(&c.data))))
	clear(mapsan_runtime.MapsanTell(mapsan_runtime.MapsanLoad(&c.lists)))
	fmt.Println(mapsan_runtime.MapsanLen(mapsan_runtime.MapsanTell(mapsan_runtime.MapsanLoad(&c.lists))))
}
