// Package statements has each way to use a map once.
package statements

import "fmt"

type flag bool

type point struct{ x, y int }

type shop struct {
	stock  map[string]int // by name
	places map[string]*point
	prices map[string]float64
}

func Run() {
	s := &shop{stock: map[string]int{"a": 1}, places: map[string]*point{"p": {1, 2}}, prices: map[string]float64{}}
	s.stock["b"] = 2
	s.stock["b"] += 3 // of them
	s.stock["c"]++
	s.stock["a"]--
	s.stock["d"] |= 1 << 3
	s.prices["x"] = 1
	s.prices["y"] /= 4
	v, ok := s.stock["a"]
	var named flag
	v, named = s.stock["zz"]
	_, named = s.stock["b"]
	fmt.Println(v, ok, named, len(s.stock), s.places["p"].x, s.places["p"].y+1)
	s.places["p"].x = 7
	s.stock["e"], s.stock["f"] = s.stock["b"], s.stock["c"]
	if n, ok := s.stock["e"]; ok && n > 0 || s.stock["f"] > 100 {
		fmt.Println("e", n)
	}
	delete(s.stock, "b")
	sum := 0
	for _, n := range s.stock {
		sum += n
	}
	for k := range s.stock {
		if k == "f" {
			delete(s.stock, k)
		}
	}
	for range s.stock {
		sum++
	}
	fmt.Println(sum, *s.places["p"], s.prices)
	clear(s.prices)
	fmt.Println(len(s.prices))
	var none map[string]int
	fmt.Println(none["x"], len(none))
	defer func() { fmt.Println("recovered:", recover()) }()
	none["x"] = 1
}
