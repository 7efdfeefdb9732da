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
	mapsan_Write(c.data)["a"] = 1
	mapsan_Write(c.data)["a"]++
	mapsan_Write(c.data)["a"] += 2
	mapsan_Write(c.data)["a"] /= 2
	mapsan_Write(c.lists)["l"] = append(mapsan_Read(c.lists)["l"], 1, 2)
	mapsan_Read(c.lists)["l"][0] = 5
	fmt.Println(c.data, c.lists)
	// The map that the call puts there is the one that is assigned into.
	c.data["b"] = mapsan_AfterWrite(c.value(3), c.data)
	fmt.Println(c.data)
	c.data[mapsan_AfterWrite(c.key("c"), c.data)] = 4
	c.data[mapsan_AfterWrite(c.key("d"), c.data)]++
	c.data[c.key("e")] = mapsan_AfterWrite(c.value(5), c.data)
	fmt.Println(c.data, c.data[mapsan_AfterRead(c.key("e"), c.data)])
	c.data["f"] += mapsan_AfterWrite(c.value(6), c.data)
	fmt.Println(mapsan_Read(c.data)["f"])
	c.data["g"], _ = mapsan_AfterWrite(mapsan_Two(c.both()), c.data).Both()
	var ok bool
	c.data["h"], ok = mapsan_AfterWrite(mapsan_Two(c.both()), c.data).Both()
	fmt.Println(mapsan_Read(c.data)["g"], mapsan_Read(c.data)["h"], ok)
	mapsan_Write(c.data)["a"], mapsan_Write(c.data)["b"] = mapsan_Read(c.data)["b"], mapsan_Read(c.data)["a"]
	delete(mapsan_Delete(c.data), "a")
	delete(c.data, mapsan_AfterDelete(c.key("b"), c.data))
	fmt.Println(len(mapsan_Read(c.data)), trace)
	for k := range mapsan_Range(c.data) {
		delete(mapsan_Delete(c.data), k)
	}
	fmt.Println(len(mapsan_Read(c.data)))
	clear(mapsan_Clear(c.lists))
	fmt.Println(len(mapsan_Read(c.lists)))
}
