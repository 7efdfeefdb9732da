// Package names has names that are not what they seem.
package names

import "fmt"

type index map[string][]int

func (i index) first(k string) int { return i[k][0] }

type holder struct {
	index
	*inner
}

type inner struct{ deep map[string]int }

type alias = map[string]int

func delete(m map[string]int, k string) { fmt.Println("not the builtin", k, m[k]) }

func Run() {
	len := func(m map[string]int) int { return m["len"] }
	h := holder{index{"a": {5}}, &inner{map[string]int{"len": 42}}}
	fmt.Println(h.first("a"), h.index["a"], len(h.deep), h.deep["len"])
	delete(h.deep, "len")
	first := h.index.first
	fmt.Println(first("a"), index.first(h.index, "a"))
	var a alias = h.deep
	a["b"] = 1
	p := &a
	(*p)["c"] = 2
	(a)["d"] = 3
	fmt.Println((*p)["b"], (h.deep)["c"], map[string]int{"fresh": 1}["fresh"])
	const k = "b"
	var keyed = map[byte]string{'x': "ex"}
	keyed[1<<3] = k
	fmt.Println(keyed['x'], keyed[8], h.deep[k])
	{
		map_ := []string{"a slice"}
		map_[0] += "!"
		fmt.Println(map_[0])
	}
}
