package linedirective

import (
	"fmt"
	"path/filepath"
	"runtime"
)

type config struct{ data map[string]int }

func Run() {
	c := &config{data: map[string]int{}}
//line grammar.y:100
	c.data = nil
	_, file, line, _ := runtime.Caller(0)
	fmt.Println(filepath.Base(filepath.Dir(file)), filepath.Base(file), line, len(mapsan_Read(c.data)))
}
