/*line /constructs/shadowed/before.go:1:1*/package shadowed; import mapsan_runtime_ "runtime"

import "fmt"

type config struct{ data map[string]int }

type runtime struct{ m map[string]int }

func len(m map[string]int) string { return fmt.Sprint("own len of ", m) }

// mapsan_runtime is a name that MapSan would like to have.
func mapsan_runtime() string { return "mine" }

func Run() {
	c := &config{data: map[string]int{"a": 1}}
	fmt.Println(len(c.data), mapsan_runtime())
	{
		len := func(m map[string]int) int { return -m["a"] }
		fmt.Println(len(mapsan_runtime_.MapsanTell(mapsan_runtime_.MapsanLoad(&c.data))))
	}
	runtime := &runtime{m: mapsan_runtime_.MapsanTell(mapsan_runtime_.MapsanLoad(&c.data))}
	fmt.Println(mapsan_runtime_.MapsanTell(mapsan_runtime_.MapsanLoad(&runtime.m))["a"])
	nil, true := c, false
	fmt.Println(mapsan_runtime_.MapsanTell(mapsan_runtime_.MapsanLoad(&nil.data))["a"], true)
	nil.data = map[string]int{}; mapsan_runtime_.MapsanStored(&nil.data)
	fmt.Println(mapsan_runtime_.MapsanTell(mapsan_runtime_.MapsanLoad(&c.data)))
	string := func(m map[string]int) int { return m["a"] }
	fmt.Println(string(mapsan_runtime_.MapsanTell(mapsan_runtime_.MapsanLoad(&c.data))))
}
