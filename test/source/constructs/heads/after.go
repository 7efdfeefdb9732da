/*line /constructs/heads/before.go:1:1*/package heads; import mapsan_runtime "runtime"

import "fmt"

type config struct{ data map[string]int }

func load(n int) (map[string]int, error) { return map[string]int{"n": n}, nil }

func Run() {
	c := &config{}
	var err error
	if c.data, err = load(1); err != nil || mapsan_runtime.MapsanTell(mapsan_runtime.MapsanLoad(&c.data))["n"] == 2 {
		fmt.Println("not here")
	} else if mapsan_runtime.MapsanTell(mapsan_runtime.MapsanLoad(&c.data))["n"]++; mapsan_runtime.MapsanTell(mapsan_runtime.MapsanLoad(&c.data))["n"] == 2 {
		fmt.Println(mapsan_runtime.MapsanTell(mapsan_runtime.MapsanLoad(&c.data)))
	}
	for c.data = map[string]int{}; mapsan_runtime.MapsanLen(mapsan_runtime.MapsanTell(mapsan_runtime.MapsanLoad(&c.data))) < 2; c.data[fmt.Sprint(mapsan_runtime.MapsanLen(mapsan_runtime.MapsanTell(mapsan_runtime.MapsanLoad(&c.data))))] = 1 {
		fmt.Println(mapsan_runtime.MapsanLen(mapsan_runtime.MapsanTell(mapsan_runtime.MapsanLoad(&c.data))))
	}
	switch c.data, err = load(3); mapsan_runtime.MapsanTell(mapsan_runtime.MapsanLoad(&c.data))["n"] {
	case 3:
		fmt.Println("three")
	}
	switch mapsan_runtime.MapsanTell(mapsan_runtime.MapsanLoad(&c.data)) {
	case nil:
		fmt.Println("nil")
	default:
		fmt.Println("not nil")
	}
	switch v := any(mapsan_runtime.MapsanTell(mapsan_runtime.MapsanLoad(&c.data))).(type) {
	case map[string]int:
		fmt.Println(mapsan_runtime.MapsanLen(v))
	}
	var k string
	for k, c.data["last"] = range map[string]int{"only": 6} { mapsan_runtime.MapsanLoaded(&c.data);
		fmt.Println(k, mapsan_runtime.MapsanTell(mapsan_runtime.MapsanLoad(&c.data))["last"])
	}
	for _, c.data = range []map[string]int{{"r": 1}, {"r": 2}} { mapsan_runtime.MapsanStored(&c.data);
		fmt.Println(mapsan_runtime.MapsanTell(mapsan_runtime.MapsanLoad(&c.data))["r"])
	}
	for i := range mapsan_runtime.MapsanTell(mapsan_runtime.MapsanLoad(&c.data))["r"] {
		fmt.Println(i)
	}
}
