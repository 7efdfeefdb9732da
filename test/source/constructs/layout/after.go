//go:build !never

// Package layout is written as nobody would. äöü 😀
/*line /constructs/layout/before.go:4:1*/package layout; import mapsan_runtime "runtime" // a comment behind the clause

import "fmt"

type größe struct{ ä map[string]int }

//go:noinline
func call(args ...any) int { return len(args) }

//go:nosplit
func (g *größe) raw() int { return len(g.ä) }

func Run() {
	g := &größe{ä: map[string]int{"😀": 1}}; fmt.Println(mapsan_runtime.MapsanTell(mapsan_runtime.MapsanLoad(&g.ä))["😀"], "ü", mapsan_runtime.MapsanLen(mapsan_runtime.MapsanTell(mapsan_runtime.MapsanLoad(&g.ä)))); g.ä = nil; mapsan_runtime.MapsanStored(&g.ä) /* behind */; fmt.Println(mapsan_runtime.MapsanTell(mapsan_runtime.MapsanLoad(&g.ä)))
	g.
		ä = map[string]int{
		"x": call(
			mapsan_runtime.MapsanTell(mapsan_runtime.MapsanLoad(&g.ä)),
			mapsan_runtime.MapsanTell(mapsan_runtime.MapsanLoad(&g.
				ä))["y"],
		),
	}
	fmt.Println(g. /* inside */ ä["x"], g.raw())
	mapsan_runtime.MapsanTell(mapsan_runtime.MapsanLoad(&g.ä))["z"] = 1; fmt.Println(mapsan_runtime.MapsanLen(mapsan_runtime.MapsanTell(mapsan_runtime.MapsanLoad(&g.ä))))
}
