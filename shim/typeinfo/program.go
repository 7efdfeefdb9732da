package main

import (
	"crypto/sha256"
	"encoding/hex"
	"path/filepath"
	"slices"
	"sync"

	"mapsan.dev/golist"
)

// A program is the packages of one build.
type program struct {
	*request
	sources sourceReader
	byID    golist.Index
	// The user's own packages, each once, dependencies first; with the files of its tests when they are built.
	own   []*golist.Package
	texts map[string]*text
}

// A text is a source file as it was read, so that the catalog and its hash speak of the same bytes.
type text struct {
	bytes []byte
	hash  string
}

func openProgram(asked *request) (*program, error) {
	listing, err := golist.Read(asked.Listing)
	if err != nil {
		return nil, err
	}
	sources, err := openSources(asked.Overlay, asked.Dir)
	if err != nil {
		return nil, err
	}
	p := &program{request: asked, sources: sources, byID: golist.IndexOf(listing), texts: map[string]*text{}}
	p.own = golist.Choose(listing, p.isOwn)
	p.readTexts(listing)
	return p, nil
}

func (p *program) isOwn(one *golist.Package) bool {
	return !one.IsTestMain() && (isOwn(one) || slices.Contains(p.Also, one.Path()))
}

// readTexts reads the sources of all own packages, variants included, many at a time.
func (p *program) readTexts(listing []*golist.Package) {
	var mutex sync.Mutex
	var group sync.WaitGroup
	room := make(chan struct{}, 16)
	asked := map[string]bool{}
	for _, one := range listing {
		if !p.isOwn(one) {
			continue
		}
		for _, path := range one.Files() {
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
