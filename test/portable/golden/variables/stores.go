package stores

import (
	"errors"
	"fmt"
)

type config struct {
	data, old map[string]int
	next      *config
}

var current map[string]int

func read() (map[string]int, error) { return map[string]int{"r": 1}, errors.New("late") }

func fresh() map[string]int { return map[string]int{"f": 1} }

func Run() {
	c := &config{}
	c.data = map[string]int{"a": 1} // a comment
	c.old = c.data
	c.data = fresh()
	fmt.Println(c.data, c.old)
	var err error
	c.data, err = read()
	fmt.Println(c.data, err)
	c.data, c.old = c.old, c.data
	fmt.Println(c.data, c.old)
	current = nil
	current = map[string]int{
		"several": 1,
		"lines":   2,
	}
	fmt.Println(len(mapsan_Read(current)))
	list := make([]map[string]int, 2)
	list[1] = fresh()
	p := &list[0]
	*p = fresh()
	fmt.Println(list)
	{ c.data = nil }
	// What comes after would be another variable.
	c.next = &config{}
	c, c.data = c.next, fresh()
	fmt.Println(c.data == nil)
	byName := map[string]*config{"x": c}
	byName["x"].data = fresh()
	fmt.Println(len(mapsan_Read(c.data)))
	if c.data = fresh(); len(mapsan_Read(c.data)) == 1 {
		fmt.Println("one")
	}
}
