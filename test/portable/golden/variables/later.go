package later

import "fmt"

type config struct{ data map[string]int }

func (c *config) key() string { return "k" }

func show(m map[string]int, what string) { fmt.Println(what, m) }

func Run() {
	c := &config{data: map[string]int{"k": 1}}
	defer func() { fmt.Println("deferred", len(mapsan_Read(c.data))) }()
	defer show(c.data, "argument of defer")
	defer show(c.data, c.key())
	defer mapsan_DeferredDelete(c.data, "x")
	done := make(chan bool)
	go func(m map[string]int) {
		mapsan_Write(m)["g"] = 1
		mapsan_Write(c.data)["h"] = 2
		done <- true
	}(c.data)
	<-done
	go showAndTell(c.data, done, c.key())
	<-done
	c.data = map[string]int{}
	fmt.Println(named(c))
	fmt.Println(len(mapsan_Read(result(c))))
	defer func() { c.data = recover().(map[string]int); fmt.Println(mapsan_Read(c.data)["panicked"]) }()
	mapsan_Write(c.data)["panicked"] = 1
	panic(c.data)
}

func showAndTell(m map[string]int, done chan<- bool, what string) {
	fmt.Println(what, len(mapsan_Read(m)))
	done <- true
}

func named(c *config) (m map[string]int, n int) {
	defer func() { m["deferred"] = len(m); m = map[string]int{"all": len(m)} }()
	m = c.data
	mapsan_Write(m)["x"] = 1
	return m, len(mapsan_Read(m))
}

func result(c *config) map[string]int { return c.data }
