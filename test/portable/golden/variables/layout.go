//go:build !never

// Package layout is written as nobody would. äöü 😀
package layout // a comment behind the clause

import "fmt"

type größe struct{ ä map[string]int }

//go:noinline
func call(args ...any) int { return len(args) }

//go:nosplit
func (g *größe) raw() int { return len(g.ä) }

func Run() {
	g := &größe{ä: map[string]int{"😀": 1}}; fmt.Println(mapsan_Read(g.ä)["😀"], "ü", len(mapsan_Read(g.ä))); g.ä = nil /* behind */; fmt.Println(g.ä)
	g.
		ä = map[string]int{
		"x": call(
			g.ä,
			mapsan_Read(g.
				ä)["y"],
		),
	}
	fmt.Println(g. /* inside */ ä["x"], g.raw())
	mapsan_Write(g.ä)["z"] = 1; fmt.Println(len(mapsan_Read(g.ä)))
}
