package methods

import (
	"fmt"
	"net/http"
)

type set map[string]bool

func (s set) has(k string) bool { return mapsan_Read(s)[k] }

func (s *set) add(k string) {
	if *s == nil {
		*s = set{}
	}
	(mapsan_Write(*s))[k] = true
}

type request struct {
	header http.Header
	tags   set
}

func (r *request) bag() set { return r.tags }

type wrapper struct{ *request }

type direct struct{ set }

func Run() {
	r := &request{header: http.Header{}}
	r.header.Set("A", "b")
	r.tags.add("x")
	r.tags.add("y")
	has := r.tags.has
	add := r.tags.add
	add("z")
	fmt.Println(has("x"), r.tags.has("z"), len(r.tags), mapsan_Read(r.bag())["y"])
	w := wrapper{r}
	w.tags.add("w")
	mapsan_Write(w.header)["C"] = []string{"d"}
	fmt.Println(len(w.tags), w.header.Get("A"), http.Header.Get(w.header, "C"))
	d := &direct{}
	d.add("q")
	fmt.Println(d.has("q"), len(mapsan_Read(d.set)), mapsan_Read(d.set)["q"])
	f := (*request).bag
	fmt.Println(len(mapsan_Read(f(r))))
}
