package main

import (
	"encoding/json"
	"fmt"
	"os"

	"mapsan.dev/golist"
)

// A request is what MapSan asks on standard input. It is asked once without what only the go command can say; when that is
// needed, the answer is what is needed, and the request comes again.
type request struct {
	// Where the go command runs.
	Dir string `json:"dir"`
	// Whatever else than sources decides what a package is, such as build tags.
	Build  []string `json:"build"`
	Goarch string   `json:"goarch"`
	// The user's -overlay, or empty.
	Overlay string `json:"overlay"`
	// A folder for what is worth keeping.
	Cache string `json:"cache"`
	// What go list -deps -json printed.
	Listing string `json:"listing"`
	// Import paths of packages of other modules to look at as if they were the user's own.
	Also []string `json:"also"`
	// Files of export data by import path (go list -export); null in the first request.
	Exports map[string]string `json:"exports"`
	// Sources as the compiler gets them (go list -compiled), by import path: those of packages that use cgo.
	Compiled map[string][]string `json:"compiled"`
	// Instead of the catalog, facts about these variables are wanted.
	Fix []fixTarget `json:"fix"`
}

// An answer has one of its parts.
type answer struct {
	Facts   *facts   `json:"facts,omitempty"`
	Catalog *catalog `json:"catalog,omitempty"`
	Needs   *needs   `json:"needs,omitempty"`
}

// needs are import paths.
type needs struct {
	Exports  []string `json:"exports"`
	Compiled []string `json:"compiled"`
}

// isOwn tells whether the user works on the package: it lies in a main module, in a module that is replaced by a folder,
// or in none at all.
func isOwn(p *golist.Package) bool {
	switch {
	case p.Standard:
		return false
	case p.Module == nil || p.Module.Main:
		return true
	case p.Module.Replace != nil:
		return p.Module.Replace.Version == ""
	}
	return p.Module.Version == ""
}

// A sourceReader reads files as the go command does, the user's overlay before the disk.
type sourceReader map[string]string

func openSources(overlay, dir string) (sourceReader, error) {
	reader := sourceReader{}
	if overlay == "" {
		return reader, nil
	}
	text, err := os.ReadFile(overlay)
	if err != nil {
		return nil, err
	}
	var content struct{ Replace map[string]string }
	if err := json.Unmarshal(text, &content); err != nil {
		return nil, fmt.Errorf("%s: %w", overlay, err)
	}
	for from, to := range content.Replace {
		reader[golist.Absolute(dir, from)] = golist.Absolute(dir, to)
	}
	return reader, nil
}

func (r sourceReader) read(path string) ([]byte, error) {
	if to, replaced := r[path]; replaced {
		path = to
	}
	return os.ReadFile(path)
}
