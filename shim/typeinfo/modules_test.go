package main

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

const writes = "package %s\n\nvar Stock = map[string]int{}\n\nfunc add() {\n\tStock[\"a\"]++\n}\n"

func writing(pkg string) string { return strings.ReplaceAll(writes, "%s", pkg) }

// sitesIn gives `file:line expression` of all sites, files relative to the module.
func (m *testModule) sitesIn(c *catalog) []string {
	var all []string
	for _, f := range c.Files {
		name, err := filepath.Rel(m.dir, f.Path)
		if err != nil {
			name = f.Path
		}
		for _, s := range onMaps(f) {
			all = append(all, name+":"+itoa(s.Line)+" "+s.Expression)
		}
	}
	return all
}

func itoa(n int) string {
	if n < 10 {
		return string(rune('0' + n))
	}
	return itoa(n/10) + itoa(n%10)
}

func wantSites(t *testing.T, m *testModule, c *catalog, want ...string) {
	t.Helper()
	if got := m.sitesIn(c); !slices.Equal(got, want) {
		t.Errorf("got %q\nwant %q\nproblems %q", got, want, c.Problems)
	}
}

func TestTestPackages(t *testing.T) {
	m := newModule(t, map[string]string{
		"shop.go":        writing("shop"),
		"shop_test.go":   "package shop\n\nimport \"testing\"\n\nfunc TestAdd(t *testing.T) {\n\tStock[\"t\"] = 1\n}\n",
		"outer_test.go":  "package shop_test\n\nimport (\n\t\"testing\"\n\n\t\"example.com/shop\"\n\t\"example.com/shop/till\"\n)\n\nfunc TestOuter(t *testing.T) {\n\tshop.Stock[\"o\"] = 1\n\ttill.Use()\n}\n",
		"till/till.go":   "package till\n\nimport \"example.com/shop\"\n\nfunc Use() { shop.Stock[\"u\"] = 1 }\n",
		"till/no_map.go": "package till\n",
	})
	made := m.catalog()
	wantSites(t, m, made, "outer_test.go:11 shop.Stock", "shop.go:6 Stock", "shop_test.go:6 Stock", "till/till.go:5 shop.Stock")
	outer := m.file(made, "outer_test.go")
	if outer.ImportPath != "example.com/shop_test" || outer.Sites[0].Function != "example.com/shop_test.TestOuter" {
		t.Errorf("outer test is %s in %s", outer.Sites[0].Function, outer.ImportPath)
	}
	if v := outer.Sites[0].Variable; v.Description != "package variable shop.Stock" || v.File != m.path("shop.go") || v.Line != 3 {
		t.Errorf("shop.Stock is %+v", v)
	}
}

func TestBuildTags(t *testing.T) {
	m := newModule(t, map[string]string{
		"shop.go":  writing("shop"),
		"extra.go": "//go:build extra\n\npackage shop\n\nfunc more() { Stock[\"m\"]++ }\n",
	})
	wantSites(t, m, m.catalog(), "shop.go:6 Stock")
	m.flags = []string{"-tags=extra"}
	wantSites(t, m, m.catalog(), "extra.go:5 Stock", "shop.go:6 Stock")
}

func TestLineDirectives(t *testing.T) {
	m := newModule(t, map[string]string{
		"grammar.y":    "the source of the parser\n",
		"gen/shop.go":  "package gen\n\nvar rules = map[string]int{}\n\n//line ../grammar.y:70\nfunc parse() { rules[\"a\"]++ }\n//line shop.go:7\nfunc rest() { rules[\"b\"]++ }\n",
		"gen/plain.go": "package gen\n",
	})
	made := m.catalog()
	wantSites(t, m, made, "gen/shop.go:7 rules", "grammar.y:70 rules")
	if f := m.file(made, "grammar.y"); f.Hash != hash([]byte("the source of the parser\n")) || f.Alias != "../grammar.y" {
		t.Errorf("grammar.y is %q with hash %q", f.Alias, f.Hash)
	}
}

func TestCgo(t *testing.T) {
	m := newModule(t, map[string]string{
		"shop.go": "package shop\n\n// typedef int price;\nimport \"C\"\n\nvar prices = map[C.price]int{}\n\nfunc set(p int) {\n\tprices[C.price(p)] = 1\n}\n",
	})
	made := m.catalog()
	wantSites(t, m, made, "shop.go:9 prices")
	if got := m.file(made, "shop.go").Sites[0].Types[0]; got != "map[shop._Ctype_price]int" && got != "map[shop._Ctype_int]int" {
		t.Errorf("the type is %s", got)
	}
}

func TestTwoModulesOfAWorkspace(t *testing.T) {
	m := newModule(t, map[string]string{
		"go.mod":      "",
		"go.work":     "go 1.24\n\nuse (\n\t./shop\n\t./lib\n)\n",
		"shop/go.mod": "module example.com/shop/v2\n\ngo 1.24\n",
		"shop/a.go":   "package shop\n\nimport \"example.com/lib\"\n\nfunc use() { lib.Stock[\"x\"]++ }\n",
		"lib/go.mod":  "module example.com/lib\n\ngo 1.24\n",
		"lib/lib.go":  writing("lib"),
	})
	if err := os.Remove(m.path("go.mod")); err != nil {
		t.Fatal(err)
	}
	made := m.catalog("./shop/...", "./lib/...")
	wantSites(t, m, made, "lib/lib.go:6 Stock", "shop/a.go:5 lib.Stock")
	if got := m.file(made, "shop/a.go").Sites[0].Function; got != "example.com/shop/v2.use" {
		t.Errorf("in function %s", got)
	}
}

// Packages of other modules are left out, unless asked for; those of a module that a folder replaces are the user's.
func TestDependencies(t *testing.T) {
	m := newModule(t, map[string]string{
		"go.mod":                          "module example.com/shop\n\ngo 1.24\n\nrequire example.com/lib v1.2.3\n\nrequire example.com/near v0.0.0\n\nreplace example.com/near => ./near\n",
		"shop.go":                         "package shop\n\nimport (\n\t\"example.com/lib\"\n\t\"example.com/near\"\n)\n\nfunc use() { lib.Stock[\"x\"]++; near.Stock[\"y\"]++ }\n",
		"near/go.mod":                     "module example.com/near\n\ngo 1.24\n",
		"near/near.go":                    writing("near"),
		"vendor/example.com/lib/lib.go":   writing("lib"),
		"vendor/example.com/near/near.go": writing("near"),
		"vendor/modules.txt":              "# example.com/lib v1.2.3\n## explicit; go 1.24\nexample.com/lib\n# example.com/near v0.0.0 => ./near\n## explicit; go 1.24\nexample.com/near\n# example.com/near => ./near\n",
	})
	m.flags = []string{"-mod=vendor"}
	made := m.catalog(".")
	wantSites(t, m, made, "shop.go:8 lib.Stock", "shop.go:8 near.Stock", "vendor/example.com/near/near.go:6 Stock")
	also, _ := m.ask([]string{"example.com/lib"}, ".")
	wantSites(t, m, also, "shop.go:8 lib.Stock", "shop.go:8 near.Stock", "vendor/example.com/lib/lib.go:6 Stock", "vendor/example.com/near/near.go:6 Stock")
}

func TestWhatDoesNotCompile(t *testing.T) {
	m := newModule(t, map[string]string{
		"types/types.go":   "package types\n\nvar Stock = map[string]int{}\n\nfunc wrong() { undefined.call(); Stock[7] = \"x\"; Stock[\"a\"]++ }\n",
		"syntax/syntax.go": "package syntax\n\nvar Stock = map[string]int{}\n\nfunc fine() { Stock[\"a\"]++ }\n\nfunc broken( {\n",
		"import/import.go": "package import_\n\nimport \"example.com/missing\"\n\nvar Stock = map[string]int{}\n\nfunc fine() { missing.Call(); Stock[\"a\"]++ }\n",
		"uses/uses.go":     "package uses\n\nimport \"example.com/shop/types\"\n\nfunc fine() { types.Stock[\"b\"]++ }\n",
		"cycle/a/a.go":     "package a\n\nimport \"example.com/shop/cycle/b\"\n\nvar A = b.B\n",
		"cycle/b/b.go":     "package b\n\nimport \"example.com/shop/cycle/a\"\n\nvar B = a.A\n",
	})
	made := m.catalog()
	got := m.sitesIn(made)
	for _, want := range []string{"types/types.go:5 Stock", "import/import.go:7 Stock", "uses/uses.go:5 types.Stock"} {
		if !slices.Contains(got, want) {
			t.Errorf("%s is missing from %q", want, got)
		}
	}
	if len(made.Problems) == 0 {
		t.Error("no problem is named")
	}
}

func TestNoMaps(t *testing.T) {
	m := newModule(t, map[string]string{"main.go": "package main\n\nfunc main() { println(1) }\n"})
	made := m.catalog()
	wantSites(t, m, made)
	if f := m.file(made, "main.go"); f.Hash == "" {
		t.Error("no hash")
	}
}

func TestUserOverlay(t *testing.T) {
	m := newModule(t, map[string]string{"shop.go": "package shop\n", "other.txt": writing("shop")})
	m.write("overlay.json", `{"Replace": {"shop.go": "other.txt"}}`)
	listing := m.goList("-deps", "-json", "-overlay=overlay.json", ".")
	given := m.respond(&request{
		Dir: m.dir, Goarch: "amd64", Cache: m.cache, Listing: listing, Overlay: m.path("overlay.json"), Exports: map[string]string{},
	})
	wantSites(t, m, given.Catalog, "shop.go:6 Stock")
}

// The compiler refuses such a file, which is no reason to stumble over it.
func TestSourceThatIsNoUTF8(t *testing.T) {
	m := newModule(t, map[string]string{"bad.go": "package shop\n\nfunc f() { Stock[\"\xfe\"]++ }\n", "shop.go": writing("shop")})
	wantSites(t, m, m.catalog(), "bad.go:3 Stock", "shop.go:6 Stock")
}
