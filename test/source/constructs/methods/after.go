/*line /constructs/methods/before.go:1:1*/package methods; import mapsan_runtime "runtime"

import (
	"fmt"
	"net/http"
)

type set map[string]bool

func (s set) has(k string) bool { return s[k] }

func (s *set) add(k string) {
	if mapsan_runtime.MapsanTell(mapsan_runtime.MapsanLoad(&*s)) == nil {
		*s = set{}; mapsan_runtime.MapsanStored(&*s)
	}
	(mapsan_runtime.MapsanTell(mapsan_runtime.MapsanLoad(&*s)))[k] = true
}

type request struct {
	header http.Header
	tags   set
}

func (r *request) bag() set { return mapsan_runtime.MapsanTell(mapsan_runtime.MapsanLoad(&r.tags)) }

type wrapper struct{ *request }

type direct struct{ set }

func Run() {
	r := &request{header: http.Header{}}
	mapsan_runtime.MapsanTell(mapsan_runtime.MapsanLoad(&r.header)).Set("A", "b")
	r.tags.add("x")
	r.tags.add("y")
	has := mapsan_runtime.MapsanTell(mapsan_runtime.MapsanLoad(&r.tags)).has
	add := r.tags.add
	add("z")
	fmt.Println(has("x"), r.tags.has("z"), len(r.tags), r.bag()["y"])
	w := wrapper{r}
	w.tags.add("w")
	mapsan_runtime.MapsanTell(mapsan_runtime.MapsanLoad(&w.header))["C"] = []string{"d"}
	fmt.Println(len(w.tags), w.header.Get("A"), http.Header.Get(mapsan_runtime.MapsanTell(mapsan_runtime.MapsanLoad(&w.header)), "C"))
	d := &direct{}
	d.add("q")
	fmt.Println(d.has("q"), mapsan_runtime.MapsanLen(mapsan_runtime.MapsanTell(mapsan_runtime.MapsanLoad(&d.set))), mapsan_runtime.MapsanTell(mapsan_runtime.MapsanLoad(&d.set))["q"])
	f := (*request).bag
	fmt.Println(mapsan_runtime.MapsanLen(f(r)))
}
