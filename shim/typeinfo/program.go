package main

import (
	"crypto/sha256"
	"encoding/hex"
	"path/filepath"
	"slices"
	"sync"
)

// A program is the packages of one build.
type program struct {
	*request
	sources sourceReader
	byID    map[string]*listed
	// The user's own packages, each once, dependencies first; with the files of its tests when they are built.
	own   []*listed
	texts map[string]*text
}

// A text is a source file as it was read, so that the catalog and its hash speak of the same bytes.
type text struct {
	bytes []byte
	hash  string
}

func openProgram(asked *request) (*program, error) {
	listing, err := readListing(asked.Listing)
	if err != nil {
		return nil, err
	}
	sources, err := openSources(asked.Overlay, asked.Dir)
	if err != nil {
		return nil, err
	}
	p := &program{request: asked, sources: sources, byID: map[string]*listed{}, texts: map[string]*text{}}
	for _, one := range listing {
		p.byID[one.ImportPath] = one
	}
	p.own = chooseVariants(listing, p.isOwn)
	p.readTexts(listing)
	return p, nil
}

func (p *program) isOwn(one *listed) bool {
	return !one.isTestMain() && (one.isOwn() || slices.Contains(p.Also, one.path()))
}

// chooseVariants picks one of the variants that go list names for a package: the one with its own tests' files, else the
// plain one. The others, built for tests of other packages, have the same files.
func chooseVariants(listing []*listed, isOwn func(*listed) bool) []*listed {
	best := map[string]*listed{}
	rank := func(one *listed) int {
		switch one.ForTest {
		case one.path():
			return 2
		case "":
			return 1
		}
		return 0
	}
	for _, one := range listing {
		if known := best[one.path()]; isOwn(one) && (known == nil || rank(one) > rank(known)) {
			best[one.path()] = one
		}
	}
	return slices.DeleteFunc(slices.Clone(listing), func(one *listed) bool { return best[one.path()] != one })
}

// filesOf are the package's sources, as absolute paths.
func filesOf(p *listed) []string {
	var paths []string
	for _, name := range slices.Concat(p.GoFiles, p.CgoFiles) {
		paths = append(paths, absolute(p.Dir, name))
	}
	return paths
}

// imported is the package that p means by path; nil when go list did not find it.
func (p *program) imported(by *listed, path string) *listed {
	if id, mapped := by.ImportMap[path]; mapped {
		path = id
	}
	return p.byID[path]
}

// readTexts reads the sources of all own packages, variants included, many at a time.
func (p *program) readTexts(listing []*listed) {
	var mutex sync.Mutex
	var group sync.WaitGroup
	room := make(chan struct{}, 16)
	asked := map[string]bool{}
	for _, one := range listing {
		if !p.isOwn(one) {
			continue
		}
		for _, path := range filesOf(one) {
			if asked[path] {
				continue
			}
			asked[path] = true
			group.Add(1)
			room <- struct{}{}
			go func() {
				defer func() { <-room; group.Done() }()
				bytes, err := p.sources.read(path)
				if err != nil {
					return // the compiler says it better
				}
				mutex.Lock()
				defer mutex.Unlock()
				p.texts[path] = &text{bytes, hash(bytes)}
			}()
		}
	}
	group.Wait()
}

// hashOf is the hash of a file that positions speak of.
func (p *program) hashOf(path string) string {
	if known := p.texts[path]; known != nil {
		return known.hash
	}
	bytes, err := p.sources.read(filepath.Clean(path))
	if err != nil {
		return ""
	}
	return hash(bytes)
}

func hash(bytes []byte) string {
	sum := sha256.Sum256(bytes)
	return hex.EncodeToString(sum[:])
}
