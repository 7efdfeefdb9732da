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
	case h.chans["a"] <- h.data:
		fmt.Println("sent")
	case h.data = <-h.chans["b"]:
		fmt.Println("never")
	}
	select {
	case h.data = <-h.chans["a"]:
		fmt.Println(len(h.data))
	case h.data["x"] = <-numbers:
	}
	numbers <- 3
	var ok bool
	select {
	case h.data["n"], ok = <-numbers: fmt.Println(h.data, ok)
	default:
	}
	numbers <- 4
	select {
	case h.data[h.index()] = <-numbers:
		fmt.Println(h.data)
	}
	h.chans["a"] <- map[string]int{"z": 1}
	select {
	case m := <-h.chans["a"]:
		h.data = m
	}
	h.chans["a"] <- h.data
	h.data = <-h.chans["a"]
	fmt.Println(h.data, len(h.chans))
	numbers <- 5
	h.data["w"] = <-numbers
	fmt.Println(h.data)
}
