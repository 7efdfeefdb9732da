package nested

import "fmt"

type graph map[string]map[string][]int

type node struct {
	kids map[string]*node
	seen map[int]bool
}

func (g graph) add(a, b string, n int) {
	if g[a] == nil {
		g[a] = map[string][]int{}
	}
	g[a][b] = append(g[a][b], n)
}

func (n *node) kid(name string) *node {
	if n.kids[name] == nil {
		n.kids[name] = &node{map[string]*node{}, map[int]bool{}}
	}
	return n.kids[name]
}

func Run() {
	g := graph{}
	g.add("a", "b", 1)
	g.add("a", "b", 2)
	g["a"]["b"][0] += 5
	fmt.Println(g, len(g["a"]), len(g["a"]["b"]))
	root := &node{kids: map[string]*node{}}
	root.kid("x").kid("y").seen[3] = true
	fmt.Println(root.kids["x"].kids["y"].seen[len(root.kids)+2], root.kid("x").kids["none"] == nil)
	for a, inner := range g {
		for b := range inner {
			g[a][b], inner["copy"] = nil, inner[b]
			delete(g[a], b)
			break
		}
	}
	byLen := map[int]map[bool]string{1: {true: "yes"}}
	fmt.Println(byLen[len(root.kids)][root.kids["x"] != nil], byLen[9][true] == "")
	fill := func(m map[string]int, k string) map[string]int { m[k]++; return m }
	fmt.Println(fill(fill(map[string]int{}, "a"), "a")["a"])
	read := func(k string) (v int) {
		defer func() { v += len(root.kids) }()
		return map[string]int{"lit": 2}[k]
	}
	fmt.Println(read("lit"))
}
