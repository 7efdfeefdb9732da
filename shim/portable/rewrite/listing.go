package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"path/filepath"
	"strings"
)

// A listed is what is used of go list's answer about a package.
type listed struct {
	ImportPath string
	Dir        string
	Name       string
	Standard   bool
	DepOnly    bool
	ForTest    string
	Export     string
	GoFiles    []string
	CgoFiles   []string
	Imports    []string
	ImportMap  map[string]string
	Module     *module
	Error      *struct{ Err string }
	DepsErrors []*struct{ Err string }
}

type module struct {
	Path      string
	GoVersion string
}

func readListing(text string) (map[string]*listed, error) {
	all := map[string]*listed{}
	for decoder := json.NewDecoder(strings.NewReader(text)); ; {
		one := new(listed)
		switch err := decoder.Decode(one); {
		case errors.Is(err, io.EOF):
			return all, nil
		case err != nil:
			return nil, fmt.Errorf("go list's answer: %w", err)
		}
		all[one.ImportPath] = one
	}
}

// path is the import path without the program that a variant is for: `p [p.test]`.
func (p *listed) path() string {
	path, _, _ := strings.Cut(p.ImportPath, " ")
	return path
}

// chosen are the packages of the module that were asked for, in the order of their paths; each once, in the variant with
// the files of its tests. Tests in a package of their own are packages of their own.
func chosen(packages map[string]*listed, module string) []*listed {
	asked := map[string]bool{}
	for _, p := range packages {
		if !p.DepOnly && p.ForTest == "" {
			asked[p.ImportPath] = true
		}
	}
	best := map[string]*listed{}
	for _, p := range packages {
		tested := p.path()
		if p.ForTest != "" && tested == p.ForTest+"_test" {
			tested = p.ForTest
		}
		isTestMain := p.Name == "main" && strings.HasSuffix(p.ImportPath, ".test")
		if !asked[tested] || isTestMain || p.modulePath() != module || p.ForTest != "" && p.ForTest != tested {
			continue
		}
		if known := best[p.path()]; known == nil || known.ForTest == "" {
			best[p.path()] = p
		}
	}
	all := make([]*listed, 0, len(best))
	for _, path := range sortedKeys(best) {
		all = append(all, best[path])
	}
	return all
}

func (p *listed) modulePath() string {
	if p.Module != nil {
		return p.Module.Path
	}
	if p.Standard {
		return "std"
	}
	return ""
}

func (p *listed) goVersion() string {
	if p.Module == nil || p.Module.GoVersion == "" {
		return ""
	}
	return "go" + p.Module.GoVersion
}

func absolute(dir, path string) string {
	if filepath.IsAbs(path) {
		return path
	}
	return filepath.Join(dir, path)
}
