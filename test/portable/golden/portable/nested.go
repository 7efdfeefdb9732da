package nested

import "fmt"

type graph map[string]map[string][]int

type node struct {
	kids map[string]*node
	seen map[int]bool
}

func (g graph) add(a, b string, n int) {
	if mapsan_Read(g)[a] == nil {
		mapsan_Write(g)[a] = map[string][]int{}
	}
	mapsan_Write(mapsan_Read(g)[a])[b] = append(mapsan_Read(mapsan_Read(g)[a])[b], n)
}

func (n *node) kid(name string) *node {
	if mapsan_Read(n.kids)[name] == nil {
		mapsan_Write(n.kids)[name] = &node{map[string]*node{}, map[int]bool{}}
	}
	return mapsan_Read(n.kids)[name]
}

func Run() {
	g := graph{}
	g.add("a", "b", 1)
	g.add("a", "b", 2)
	mapsan_Read(mapsan_Read(g)["a"])["b"][0] += 5
	fmt.Println(g, len(mapsan_Read(mapsan_Read(g)["a"])), len(mapsan_Read(mapsan_Read(g)["a"])["b"]))
	root := &node{kids: map[string]*node{}}
	mapsan_Write(root.kid("x").kid("y").seen)[3] = true
	fmt.Println(root.kids["x"].kids["y"].seen[len(root.kids)+2], mapsan_Read(root.kid("x").kids)["none"] == nil)
	for a, inner := range mapsan_Range(g) {
		for b := range mapsan_Range(inner) {
			mapsan_Write(mapsan_Read(g)[a])[b], mapsan_Write(inner)["copy"] = nil, mapsan_Read(inner)[b]
			delete(mapsan_Delete(mapsan_Read(g)[a]), b)
			break
		}
	}
	byLen := map[int]map[bool]string{1: {true: "yes"}}
	fmt.Println(mapsan_Read(mapsan_Read(byLen)[len(mapsan_Read(root.kids))])[mapsan_Read(root.kids)["x"] != nil], mapsan_Read(mapsan_Read(byLen)[9])[true] == "")
	fill := func(m map[string]int, k string) map[string]int { mapsan_Write(m)[k]++; return m }
	fmt.Println(mapsan_Read(fill(fill(map[string]int{}, "a"), "a"))["a"])
	read := func(k string) (v int) {
		defer func() { v += len(mapsan_Read(root.kids)) }()
		return map[string]int{"lit": 2}[k]
	}
	fmt.Println(read("lit"))
}
