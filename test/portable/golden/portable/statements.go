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
	mapsan_Write(s.stock)["b"] = 2
	mapsan_Write(s.stock)["b"] += 3 // of them
	mapsan_Write(s.stock)["c"]++
	mapsan_Write(s.stock)["a"]--
	mapsan_Write(s.stock)["d"] |= 1 << 3
	mapsan_Write(s.prices)["x"] = 1
	mapsan_Write(s.prices)["y"] /= 4
	v, ok := mapsan_Read(s.stock)["a"]
	var named flag
	v, named = mapsan_Read(s.stock)["zz"]
	_, named = mapsan_Read(s.stock)["b"]
	fmt.Println(v, ok, named, len(mapsan_Read(s.stock)), mapsan_Read(s.places)["p"].x, mapsan_Read(s.places)["p"].y+1)
	mapsan_Read(s.places)["p"].x = 7
	mapsan_Write(s.stock)["e"], mapsan_Write(s.stock)["f"] = mapsan_Read(s.stock)["b"], mapsan_Read(s.stock)["c"]
	if n, ok := mapsan_Read(s.stock)["e"]; ok && n > 0 || mapsan_Read(s.stock)["f"] > 100 {
		fmt.Println("e", n)
	}
	delete(mapsan_Delete(s.stock), "b")
	sum := 0
	for _, n := range mapsan_Range(s.stock) {
		sum += n
	}
	for k := range mapsan_Range(s.stock) {
		if k == "f" {
			delete(mapsan_Delete(s.stock), k)
		}
	}
	for range mapsan_Range(s.stock) {
		sum++
	}
	fmt.Println(sum, *mapsan_Read(s.places)["p"], s.prices)
	clear(mapsan_Clear(s.prices))
	fmt.Println(len(mapsan_Read(s.prices)))
	var none map[string]int
	fmt.Println(mapsan_Read(none)["x"], len(mapsan_Read(none)))
	defer func() { fmt.Println("recovered:", recover()) }()
	mapsan_Write(none)["x"] = 1
}
