// Races of every kind that reports of the race detector tell apart, one after the other. The logs in the folder above are of this.
package main

import (
	"encoding/json"
	"fmt"
	"maps"
	"os"
	"reflect"
	"time"
)

type order struct{ total, weight int }

type shop struct {
	byName   map[string]int
	byNumber map[int]string
	byCode   map[int32]int
	byOrder  map[order]int
	sold     int
	names    []string
	title    string
	boxes    map[string]*order
}

func newShop() *shop {
	return &shop{
		byName:   map[string]int{"apples": 1},
		byNumber: map[int]string{1: "apples"},
		byCode:   map[int32]int{1: 1},
		byOrder:  map[order]int{{total: 1}: 1},
		names:    []string{"apples"},
		title:    "fruit",
		boxes:    map[string]*order{"a": {total: 1}},
	}
}

// Runs both 20 ms apart, with nothing between them.
func race(first, second func()) {
	done := make(chan bool)
	go func() {
		first()
		done <- true
	}()
	time.Sleep(20 * time.Millisecond)
	second()
	<-done
}

func each[K comparable, V any](m map[K]V, visit func(K)) {
	for key := range m {
		visit(key)
	}
}

var total int

var kinds = []struct {
	name string
	run  func(s *shop)
}{
	{"assign and read, string keys", func(s *shop) { race(func() { s.byName["pears"] = 2 }, func() { _ = s.byName["apples"] }) }},
	{"read and assign, int keys", func(s *shop) { race(func() { _, _ = s.byNumber[1] }, func() { s.byNumber[2] = "pears" }) }},
	{"int32 keys", func(s *shop) { race(func() { s.byCode[2] = 2 }, func() { s.byCode[1]++ }) }},
	{"struct keys", func(s *shop) {
		race(func() { s.byOrder[order{total: 2}] = 2 }, func() { _ = s.byOrder[order{total: 1}] })
	}},
	{"delete", func(s *shop) { race(func() { delete(s.byName, "apples") }, func() { _ = s.byName["apples"] }) }},
	{"delete, struct keys", func(s *shop) {
		race(func() { _ = s.byOrder[order{total: 1}] }, func() { delete(s.byOrder, order{total: 1}) })
	}},
	{"clear", func(s *shop) { race(func() { clear(s.byNumber) }, func() { _ = s.byNumber[1] }) }},
	{"range", func(s *shop) {
		race(func() { s.byName["pears"] = 2 }, func() {
			for range s.byName {
			}
		})
	}},
	{"range in a generic function", func(s *shop) { race(func() { s.byCode[7] = 2 }, func() { each(s.byCode, func(int32) {}) }) }},
	{"json", func(s *shop) { race(func() { _, _ = json.Marshal(s.byName) }, func() { s.byName["pears"] = 2 }) }},
	{"reflect", func(s *shop) {
		race(func() { reflect.ValueOf(s.byName).SetMapIndex(reflect.ValueOf("x"), reflect.ValueOf(1)) }, func() { _ = reflect.ValueOf(s.byName).MapIndex(reflect.ValueOf("y")) })
	}},
	{"reflect keys", func(s *shop) { race(func() { s.byName["q"] = 1 }, func() { _ = reflect.ValueOf(s.byName).MapKeys() }) }},
	{"len", func(s *shop) { race(func() { s.byName["pears"] = 2 }, func() { total = len(s.byName) }) }},
	{"keys of package maps", func(s *shop) {
		race(func() { s.byName["r"] = 2 }, func() {
			for range maps.Keys(s.byName) {
			}
		})
	}},
	{"the variable of a map", func(s *shop) { race(func() { s.byName = map[string]int{} }, func() { _ = s.byName["apples"] }) }},
	{"a counter", func(s *shop) { race(func() { s.sold++ }, func() { s.sold++ }) }},
	{"a package variable", func(*shop) { race(func() { total++ }, func() { total = 5 }) }},
	{"a slice", func(s *shop) { race(func() { s.names = append(s.names, "x") }, func() { _ = len(s.names) }) }},
	{"a string", func(s *shop) { race(func() { s.title = "vegetables" }, func() { _ = fmt.Sprint(s.title) }) }},
	{"what a map points to", func(s *shop) { race(func() { s.boxes["a"].total++ }, func() { _ = fmt.Sprint(s.boxes["a"].total) }) }},
	{"of two goroutines", func(s *shop) { race(func() { race(func() { s.sold = 1 }, func() { s.sold = 2 }) }, func() {}) }},
}

func main() {
	for _, kind := range kinds {
		if len(os.Args) < 2 || os.Args[1] == kind.name {
			fmt.Println(kind.name)
			kind.run(newShop())
		}
	}
}
