/*line /constructs/selects/before.go:1:1*/package selects; import mapsan_runtime "runtime"

import "fmt"

type hub struct {
	data  map[string]int
	chans map[string]chan map[string]int
}

func (h *hub) index() string { fmt.Println("index"); return "got" }

func Run() {
	h := &hub{data: map[string]int{}, chans: map[string]chan map[string]int{"a": make(chan map[string]int, 1)}}
	numbers := make(chan int, 1)
	select {
	case mapsan_runtime.MapsanTell(mapsan_runtime.MapsanLoad(&h.chans))["a"] <- mapsan_runtime.MapsanTell(mapsan_runtime.MapsanLoad(&h.data)):
		fmt.Println("sent")
	case h.data = <-mapsan_runtime.MapsanTell(mapsan_runtime.MapsanLoad(&h.chans))["b"]: mapsan_runtime.MapsanStored(&h.data);
		fmt.Println("never")
	}
	select {
	case h.data = <-mapsan_runtime.MapsanTell(mapsan_runtime.MapsanLoad(&h.chans))["a"]: mapsan_runtime.MapsanStored(&h.data);
		fmt.Println(mapsan_runtime.MapsanLen(mapsan_runtime.MapsanTell(mapsan_runtime.MapsanLoad(&h.data))))
	case h.data["x"] = <-numbers: mapsan_runtime.MapsanLoaded(&h.data);
	}
	numbers <- 3
	var ok bool
	select {
	case h.data["n"], ok = <-numbers: mapsan_runtime.MapsanLoaded(&h.data); fmt.Println(mapsan_runtime.MapsanTell(mapsan_runtime.MapsanLoad(&h.data)), ok)
	default:
	}
	numbers <- 4
	select {
	case h.data[h.index()] = <-numbers:
		fmt.Println(mapsan_runtime.MapsanTell(mapsan_runtime.MapsanLoad(&h.data)))
	}
	mapsan_runtime.MapsanTell(mapsan_runtime.MapsanLoad(&h.chans))["a"] <- map[string]int{"z": 1}
	select {
	case m := <-mapsan_runtime.MapsanTell(mapsan_runtime.MapsanLoad(&h.chans))["a"]:
		h.data = m; mapsan_runtime.MapsanStored(&h.data)
	}
	mapsan_runtime.MapsanTell(mapsan_runtime.MapsanLoad(&h.chans))["a"] <- mapsan_runtime.MapsanTell(mapsan_runtime.MapsanLoad(&h.data))
	h.data = <-mapsan_runtime.MapsanTell(mapsan_runtime.MapsanLoad(&h.chans))["a"]; mapsan_runtime.MapsanStored(&h.data)
	fmt.Println(mapsan_runtime.MapsanTell(mapsan_runtime.MapsanLoad(&h.data)), mapsan_runtime.MapsanLen(mapsan_runtime.MapsanTell(mapsan_runtime.MapsanLoad(&h.chans))))
	numbers <- 5
	h.data["w"] = <-numbers; mapsan_runtime.MapsanLoaded(&h.data)
	fmt.Println(mapsan_runtime.MapsanTell(mapsan_runtime.MapsanLoad(&h.data)))
}
