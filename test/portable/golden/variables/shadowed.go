package shadowed

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
		fmt.Println(len(c.data))
	}
	runtime := &runtime{m: c.data}
	fmt.Println(runtime.m["a"])
	nil, true := c, false
	fmt.Println(nil.data["a"], true)
	nil.data = map[string]int{}
	fmt.Println(c.data)
	string := func(m map[string]int) int { return m["a"] }
	fmt.Println(string(c.data))
}
