package main

import (
	"sort"

	"mapsan.dev/golist"
)

// chosen are the packages of the module that were asked for, in the order of their paths; each once, in the variant with
// the files of its tests. Tests in a package of their own are packages of their own.
func chosen(listing []*golist.Package, module string) []*golist.Package {
	asked := map[string]bool{}
	for _, p := range listing {
		if !p.DepOnly && p.ForTest == "" {
			asked[p.ImportPath] = true
		}
	}
	all := golist.Choose(listing, func(p *golist.Package) bool {
		tested := p.Path()
		if p.ForTest != "" && tested == p.ForTest+"_test" {
			tested = p.ForTest
		}
		return asked[tested] && !p.IsTestMain() && modulePath(p) == module && (p.ForTest == "" || p.ForTest == tested)
	})
	sort.Slice(all, func(i, j int) bool { return all[i].Path() < all[j].Path() })
	return all
}

func modulePath(p *golist.Package) string {
	if p.Module != nil {
		return p.Module.Path
	}
	if p.Standard {
		return "std"
	}
	return ""
}
