// Command rewrite puts hooks around the map accesses of a module's packages: the part of `mapsan instrument` that knows
// Go's types. It reads a request from standard input and answers on standard output; files are written by MapSan.
package main

import (
	"encoding/json"
	"fmt"
	"os"

	"mapsan.dev/golist"
)

// A request is what MapSan asks.
type request struct {
	// What `go list -e -deps -test -export -json` printed.
	Listing string `json:"listing"`
	// The module whose packages are rewritten, and its folder.
	Module string `json:"module"`
	Root   string `json:"root"`
	// The import path of the hooks, and the folder of their sources.
	Hooks    string `json:"hooks"`
	HooksDir string `json:"hooksDir"`
	Goarch   string `json:"goarch"`
	// Files that say they are generated are rewritten as well.
	Generated bool `json:"generated"`

	embedded map[string]bool
}

type answer struct {
	Files    []rewritten `json:"files"`
	Left     []left      `json:"left"`
	Accesses int         `json:"accesses"`
	// The packages of whose locks all is known, and the others; as stacks call them.
	Tracked   []string `json:"tracked"`
	Untracked []string `json:"untracked"`
}

// A rewritten file, or one that is added.
type rewritten struct {
	Path string `json:"path"` // absolute
	// What it is made from; nil for one that is added.
	Before []byte `json:"before"`
	After  []byte `json:"after"`
}

// A left is something that was left alone.
type left struct {
	Path string `json:"path"`
	Line int    `json:"line"` // 0: all of the file
	What string `json:"what"`
}

func main() {
	if err := run(); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func run() error {
	var asked request
	if err := json.NewDecoder(os.Stdin).Decode(&asked); err != nil {
		return fmt.Errorf("the request: %w", err)
	}
	given, err := respond(&asked)
	if err != nil {
		return err
	}
	return json.NewEncoder(os.Stdout).Encode(given)
}

func respond(asked *request) (*answer, error) {
	listing, err := golist.Read(asked.Listing)
	if err != nil {
		return nil, err
	}
	asked.embedded = golist.Embedded(listing)
	packages := golist.IndexOf(listing)
	given := &answer{Files: []rewritten{}, Left: []left{}, Tracked: []string{}, Untracked: []string{}}
	beneath, err := foundations(asked, packages)
	if err != nil {
		return nil, err
	}
	for _, p := range chosen(listing, asked.Module) {
		if beneath[p.Path()] || beneath[p.ForTest] {
			given.Left = append(given.Left, left{p.Dir, 0, p.Path() + " is what the hooks are made of"})
			given.Untracked = append(given.Untracked, symbolsOf(p))
			continue
		}
		tracked := len(given.Tracked)
		if err := rewritePackage(asked, packages, p, given); err != nil {
			return nil, fmt.Errorf("%s: %w", p.ImportPath, err)
		}
		if len(given.Tracked) == tracked {
			given.Untracked = append(given.Untracked, symbolsOf(p))
		}
	}
	return given, nil
}
