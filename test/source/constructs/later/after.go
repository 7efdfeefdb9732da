/*line /constructs/later/before.go:1:1*/package later; import mapsan_runtime "runtime"

import "fmt"

type config struct{ data map[string]int }

func (c *config) key() string { return "k" }

func show(m map[string]int, what string) { fmt.Println(what, m) }

func Run() {
	c := &config{data: map[string]int{"k": 1}}
	defer func() { fmt.Println("deferred", mapsan_runtime.MapsanLen(mapsan_runtime.MapsanTell(mapsan_runtime.MapsanLoad(&c.data)))) }()
	defer show(mapsan_runtime.MapsanTell(mapsan_runtime.MapsanLoad(&c.data)), "argument of defer")
	defer show(c.data, c.key())
	defer delete(mapsan_runtime.MapsanTell(mapsan_runtime.MapsanLoad(&c.data)), "x")
	done := make(chan bool)
	go func(m map[string]int) {
		m["g"] = 1
		mapsan_runtime.MapsanTell(mapsan_runtime.MapsanLoad(&c.data))["h"] = 2
		done <- true
	}(mapsan_runtime.MapsanTell(mapsan_runtime.MapsanLoad(&c.data)))
	<-done
	go showAndTell(c.data, done, c.key())
	<-done
	c.data = map[string]int{}; mapsan_runtime.MapsanStored(&c.data)
	fmt.Println(named(c))
	fmt.Println(mapsan_runtime.MapsanLen(result(c)))
	defer func() { c.data = recover().(map[string]int); mapsan_runtime.MapsanStored(&c.data); fmt.Println(mapsan_runtime.MapsanTell(mapsan_runtime.MapsanLoad(&c.data))["panicked"]) }()
	mapsan_runtime.MapsanTell(mapsan_runtime.MapsanLoad(&c.data))["panicked"] = 1
	panic(mapsan_runtime.MapsanTell(mapsan_runtime.MapsanLoad(&c.data)))
}

func showAndTell(m map[string]int, done chan<- bool, what string) {
	fmt.Println(what, mapsan_runtime.MapsanLen(m))
	done <- true
}

func named(c *config) (m map[string]int, n int) {
	defer func() { mapsan_runtime.MapsanTell(mapsan_runtime.MapsanLoad(&m))["deferred"] = mapsan_runtime.MapsanLen(mapsan_runtime.MapsanTell(mapsan_runtime.MapsanLoad(&m))); m = map[string]int{"all": mapsan_runtime.MapsanLen(mapsan_runtime.MapsanTell(mapsan_runtime.MapsanLoad(&m)))}; mapsan_runtime.MapsanStored(&m) }()
	m = mapsan_runtime.MapsanTell(mapsan_runtime.MapsanLoad(&c.data)); mapsan_runtime.MapsanStored(&m)
	mapsan_runtime.MapsanTell(mapsan_runtime.MapsanLoad(&m))["x"] = 1
	return mapsan_runtime.MapsanTell(mapsan_runtime.MapsanLoad(&m)), mapsan_runtime.MapsanLen(mapsan_runtime.MapsanTell(mapsan_runtime.MapsanLoad(&m)))
}

func result(c *config) map[string]int { return mapsan_runtime.MapsanTell(mapsan_runtime.MapsanLoad(&c.data)) }
