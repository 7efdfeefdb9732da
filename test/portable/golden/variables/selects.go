package selects

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
	case mapsan_Read(h.chans)["a"] <- h.data:
		fmt.Println("sent")
	case h.data = <-mapsan_Read(h.chans)["b"]:
		fmt.Println("never")
	}
	select {
	case h.data = <-mapsan_Read(h.chans)["a"]:
		fmt.Println(len(mapsan_Read(h.data)))
	case mapsan_Write(h.data)["x"] = <-numbers:
	}
	numbers <- 3
	var ok bool
	select {
	case mapsan_Write(h.data)["n"], ok = <-numbers: fmt.Println(h.data, ok)
	default:
	}
	numbers <- 4
	select {
	case h.data[mapsan_AfterWrite(h.index(), h.data)] = <-numbers:
		fmt.Println(h.data)
	}
	mapsan_Read(h.chans)["a"] <- map[string]int{"z": 1}
	select {
	case m := <-mapsan_Read(h.chans)["a"]:
		h.data = m
	}
	mapsan_Read(h.chans)["a"] <- h.data
	h.data = <-mapsan_Read(h.chans)["a"]
	fmt.Println(h.data, len(mapsan_Read(h.chans)))
	numbers <- 5
	h.data["w"] = mapsan_AfterWrite(<-numbers, h.data)
	fmt.Println(h.data)
}
