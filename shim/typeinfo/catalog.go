package main

// The catalog, as src/run/catalog.ts reads it. Lines and columns count from 1; columns count bytes.

// schema is raised when the meaning of the catalog or of what is cached changes.
const schema = 1

type catalog struct {
	Schema int     `json:"schema"`
	Files  []*file `json:"files"`
	// Of all files in which there is something to change, in the order of their paths.
	Rewrites []*rewrite `json:"rewrites"`
	// What kept the catalog from being whole, for people.
	Problems []string `json:"problems"`
}

// A file is one source file as the compiler names it: with //line directives, the file that they speak of.
type file struct {
	Path       string `json:"path"`
	ImportPath string `json:"importPath"`
	// What a //line directive calls the file, as the compiler passes it on: relative to the package's folder.
	Alias string `json:"alias,omitempty"`
	// SHA-256 of the text that was read; empty when //line speaks of a file that is not there.
	Hash       string       `json:"hash"`
	Sites      []site       `json:"sites"`
	Locks      []lock       `json:"locks"`
	Goroutines []goroutine  `json:"goroutines"`
	Mutexes    []mutexPlace `json:"mutexes"`
	// Comments about how maps are shared.
	Declarations []declaration `json:"declarations,omitempty"`
	Mistakes     []mistake     `json:"mistakes,omitempty"`
}

// A span is where the compiler may say that something happens: on line, or else somewhere from first to last.
type span struct {
	Line   int `json:"line"`
	Column int `json:"column"`
	First  int `json:"first"`
	Last   int `json:"last"`
}

// A site is a use of a map.
type site struct {
	span
	// Symbol of the function declaration around it, as it begins in stacks: `main.(*Config).Reload`.
	Function string `json:"function"`
	// What happens to the map: read, write, iterate, delete, clear, clone. Any of them when it is passed to a callee.
	Operations []string `json:"operations"`
	// Symbol of the function of another package that the map is passed to.
	Callee     string `json:"callee,omitempty"`
	Expression string `json:"expression"`
	// The type as package reflect would print it; with a callee also what it may become there.
	Types []string `json:"types"`
	// Names in Types that stand for any type.
	TypeParameters []string  `json:"typeParameters,omitempty"`
	Variable       *variable `json:"variable,omitempty"`
}

// A variable is what keeps a map.
type variable struct {
	Kind        string `json:"kind"`
	Description string `json:"description"`
	// Absent when there is no declaration, as for the result of a call.
	File string `json:"file,omitempty"`
	Line int    `json:"line,omitempty"`
	// The mutexes in the same struct; for another variable, those in variables of the package.
	Mutexes []string `json:"mutexes"`
}

// A lock is a call that takes a lock.
type lock struct {
	span
	Mode string `json:"mode"` // read or write
	Name string `json:"name"` // Config.mu
	// Absent when the lock may also go by another name.
	DeclaredAt *declared `json:"declaredAt,omitempty"`
}

// A goroutine is a go statement that starts a function with a name.
type goroutine struct {
	span
	Runs string `json:"runs"` // cfg.watch
}

// A mutexPlace is the declaration of a mutex: a struct's field, or a variable of the package.
type mutexPlace struct {
	span
	Name string `json:"name"`
	Type string `json:"type"` // sync.RWMutex
}
