package main

// Facts for `mapsan fix`: all that a strategy has to know of types about one variable that holds a map. They are asked for
// by themselves (request.Fix), and are no part of the catalog. Offsets count bytes, lines count from 1.

// A fixTarget is a variable that is declared there, as the catalog describes it; or one that an expression there names.
type fixTarget struct {
	File        string `json:"file"`
	Line        int    `json:"line"`
	Description string `json:"description"`
	Expression  string `json:"expression"`
}

type facts struct {
	// One for each target; nil when there is no such variable in the user's own packages.
	Variables []*variableFacts `json:"variables"`
	// The files that the variables speak of.
	Files []factFile `json:"files"`
	// What kept packages from being understood: then nothing may be concluded from what is absent.
	Problems []string `json:"problems"`
}

type factFile struct {
	Path string `json:"path"`
	Hash string `json:"hash"`
	// The packages that are imported by their own name.
	Imports []string `json:"imports"`
	// End of the package clause, and of the last import declaration; 0 without one.
	Clause      int `json:"clause"`
	ImportStart int `json:"importStart"`
	ImportEnd   int `json:"importEnd"`
	// Written by a program, or with positions of another file: not to be edited.
	Generated bool `json:"generated"`
	// Its module may import package maps.
	Maps bool `json:"maps"`
}

type variableFacts struct {
	Kind string `json:"kind"` // field, package variable, local variable
	Name string `json:"name"`
	// The struct of a field; empty when its type has no name.
	Owner    string `json:"owner"`
	Exported bool   `json:"exported"`
	File     string `json:"file"`
	Line     int    `json:"line"`
	// The field, or the statement or specification that declares the variable. Alone: it declares nothing else.
	Start int  `json:"start"`
	End   int  `json:"end"`
	Alone bool `json:"alone"`
	// A local variable whose map is made where it is declared, and is not that of another variable; true for others.
	Made bool `json:"made"`
	// Names that may not be given to a mutex beside it.
	Taken     []string         `json:"taken"`
	Mutexes   []mutexFacts     `json:"mutexes"`
	Functions []*functionFacts `json:"functions"`
	Compounds []compound       `json:"compounds"`
	// Composite literals of the struct without names of fields.
	Unkeyed []codePlace `json:"unkeyed"`
	Retype  *retype     `json:"retype"`
}

type codePlace struct {
	File string `json:"file"`
	Line int    `json:"line"`
}

type mutexFacts struct {
	Key   string `json:"key"`
	Label string `json:"label"` // Config.mu
	Name  string `json:"name"`
	Type  string `json:"type"` // sync.Mutex or sync.RWMutex
	Field bool   `json:"field"`
	// It is embedded, and its methods are those of the struct.
	Promoted bool `json:"promoted"`
	// Why it is not certain which mutex a call is about, or when it is taken; empty when it is.
	Uncertain string `json:"uncertain"`
	// Labels of the mutexes that may be taken while it is held.
	Inside []string `json:"inside"`
}

type functionFacts struct {
	Key  string `json:"key"`
	Name string `json:"name"` // shop.reload; for a literal, the function around it
	File string `json:"file"`
	// The braces of the body, the closing one included.
	Start    int            `json:"start"`
	End      int            `json:"end"`
	Line     int            `json:"line"`
	Literal  bool           `json:"literal"`
	Accesses []accessFacts  `json:"accesses"`
	Locks    []lockCallFact `json:"locks"`
	Hazards  []hazard       `json:"hazards"`
	// Calls of this function during which a mutex may be held.
	Callers []callerFacts `json:"callers"`
}

type accessFacts struct {
	Start int `json:"start"`
	End   int `json:"end"`
	Line  int `json:"line"`
	Last  int `json:"last"`
	// What holds the field, with embedded fields written out; empty for a variable.
	Base string `json:"base"`
	// Where the name is declared that base begins with, when that is in this function; else 0.
	BaseFrom int `json:"baseFrom"`
	// Why base may be another object a moment later; empty when it is not.
	Unstable string `json:"unstable"`
	// read, write, load (the variable only), store, or escape: the map goes where it is not followed.
	Op string `json:"op"`
	// Of an escape, where the map goes on to.
	Out *wayOut `json:"out,omitempty"`
	// Of a store of what the function got, who handed it in: whether a copy could be stored as well.
	In *wayOut `json:"in,omitempty"`
	// Of a store that is one assignment of one value, the value.
	Stored *mapValue `json:"stored,omitempty"`
	// Nobody else can know the object yet.
	Fresh bool `json:"fresh"`
	// Keys of the mutexes that are held in any case, of the same object; those for reading only in Read.
	Held []string `json:"held"`
	Read []string `json:"read"`
	// Mutexes whose name means something else there.
	Hidden []string `json:"hidden"`
}

type lockCallFact struct {
	Start    int    `json:"start"`
	End      int    `json:"end"`
	Line     int    `json:"line"`
	Mutex    string `json:"mutex"`
	Label    string `json:"label"`
	Base     string `json:"base"`
	Method   string `json:"method"`
	NameAt   int    `json:"nameAt"` // where the method's name begins
	Deferred bool   `json:"deferred"`
}

// A hazard is what must not happen under a lock that is newly taken.
type hazard struct {
	Start int    `json:"start"`
	End   int    `json:"end"`
	Line  int    `json:"line"`
	Kind  string `json:"kind"` // takes, waits, io, unknown, uses
	Mutex string `json:"mutex"`
	Text  string `json:"text"`
	// Keys of the mutexes that are held there in any case already; none of what is deferred.
	Held []string `json:"held"`
	// Of what uses the same variable: keys of the functions that do, which would take a lock again if they get the same. Writes: they modify it.
	Via    []string `json:"via"`
	Writes bool     `json:"writes"`
}

type callerFacts struct {
	Mutex string `json:"mutex"`
	Label string `json:"label"`
	codePlace
	// It is held in any case at this call.
	Certain bool `json:"certain"`
}

// A compound reads in one call or access, and acts on it in another.
type compound struct {
	Function string `json:"function"`
	File     string `json:"file"`
	Read     int    `json:"read"`
	Write    int    `json:"write"`
	// Keys of the functions that touch the variable on the way.
	Via []string `json:"via"`
	// Keys of the mutexes that are held at both, in any case.
	Held []string `json:"held"`
}
