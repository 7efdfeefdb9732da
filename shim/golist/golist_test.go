package golist

import (
	"reflect"
	"testing"
)

// What go list prints for a package with tests of its own, tests beside it, and one that imports it and that its tests import.
const listing = `{
	"Dir": "/srv/shop",
	"ImportPath": "example.com/shop",
	"Name": "shop",
	"GoFiles": ["shop.go"],
	"Module": {"Path": "example.com", "Main": true, "GoVersion": "1.21"}
}
{
	"Dir": "/srv/shop",
	"ImportPath": "example.com/shop [example.com/shop.test]",
	"Name": "shop",
	"ForTest": "example.com/shop",
	"EmbedFiles": ["shop.go"],
	"TestEmbedFiles": ["testdata/a.go"],
	"XTestEmbedFiles": ["till/till.go"],
	"GoFiles": ["shop.go", "shop_test.go"],
	"CgoFiles": ["/cache/c.go"]
}
{
	"ImportPath": "example.com/till [example.com/shop.test]",
	"Name": "till",
	"ForTest": "example.com/shop",
	"DepOnly": true,
	"ImportMap": {"example.com/shop": "example.com/shop [example.com/shop.test]"}
}
{
	"ImportPath": "example.com/till",
	"Name": "till",
	"DepOnly": true,
	"Module": {"Path": "example.com"}
}
{
	"ImportPath": "example.com/shop_test [example.com/shop.test]",
	"Name": "shop_test",
	"ForTest": "example.com/shop"
}
{
	"ImportPath": "example.com/shop.test",
	"Name": "main"
}
`

func TestRead(t *testing.T) {
	all, err := Read(listing)
	if err != nil {
		t.Fatal(err)
	}
	index := IndexOf(all)
	plain, tested := index["example.com/shop"], index["example.com/shop [example.com/shop.test]"]
	for _, one := range []struct{ got, want any }{
		{len(all), 6},
		{tested.Path(), "example.com/shop"},
		{tested.Files(), []string{"/srv/shop/shop.go", "/srv/shop/shop_test.go", "/cache/c.go"}},
		{[]string{plain.GoVersion(), index["example.com/till"].GoVersion(), tested.GoVersion()}, []string{"go1.21", "go1.16", ""}},
		{[]bool{plain.IsTestMain(), index["example.com/shop.test"].IsTestMain()}, []bool{false, true}},
		{index.Imported(index["example.com/till [example.com/shop.test]"], "example.com/shop"), tested},
		{index.Imported(index["example.com/till"], "example.com/shop"), plain},
		{index.Imported(plain, "example.com/missing"), (*Package)(nil)},
	} {
		if !reflect.DeepEqual(one.got, one.want) {
			t.Errorf("%v, want %v", one.got, one.want)
		}
	}
	if _, err := Read(listing + "{"); err == nil {
		t.Error("half an answer is taken for a whole one")
	}
}

func TestChoose(t *testing.T) {
	all, _ := Read(listing)
	ids := func(chosen []*Package) []string {
		var ids []string
		for _, one := range chosen {
			ids = append(ids, one.ImportPath)
		}
		return ids
	}
	got := ids(Choose(all, func(one *Package) bool { return !one.IsTestMain() }))
	want := []string{"example.com/shop [example.com/shop.test]", "example.com/till", "example.com/shop_test [example.com/shop.test]"}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("%v, want %v", got, want)
	}
	got = ids(Choose(all, func(one *Package) bool { return one.ForTest == "" && !one.DepOnly && !one.IsTestMain() }))
	if want := []string{"example.com/shop"}; !reflect.DeepEqual(got, want) {
		t.Errorf("%v, want %v", got, want)
	}
}

func TestEmbedded(t *testing.T) {
	all, err := Read(listing)
	if err != nil {
		t.Fatal(err)
	}
	want := map[string]bool{"/srv/shop/shop.go": true, "/srv/shop/testdata/a.go": true, "/srv/shop/till/till.go": true}
	if got := Embedded(all); !reflect.DeepEqual(got, want) {
		t.Errorf("%v, not %v", got, want)
	}
}
