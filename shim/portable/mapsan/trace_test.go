package mapsan

import (
	"strings"
	"testing"
)

const trace = `goroutine 7 [running]:
example.com/shop/internal/mapsan.newAccess(0x1)
	/srv/shop/internal/mapsan/trace.go:30 +0x9c
main.(*config).reload(...)
	/srv/shop/main.go:15
created by main.main in goroutine 1
	/srv/shop/with space/main.go:33 +0x189
`

func TestParseGoroutine(t *testing.T) {
	g := parseGoroutine(trace)
	if g.id != 7 || len(g.createdBy) != 1 || g.createdBy[0] != (frame{"main.main", "/srv/shop/with space/main.go", 33}) {
		t.Errorf("%+v", g)
	}
	main := parseGoroutine("goroutine 1 [running]:\nmain.main()\n\t/srv/main.go:3 +0x1\n")
	if main.id != 1 || main.createdBy != nil || main.name("main goroutine", "goroutine ") != "main goroutine" {
		t.Errorf("%+v", main)
	}
}

func TestHooksAreNoPartOfStacks(t *testing.T) {
	for function, want := range map[string]bool{
		ownPath + ".Write[...]":                   true,
		"example.com/shop.mapsan_Write[...]":      true,
		"example.com/a%2eb.mapsan_AfterRead[...]": true,
		"example.com/shop.(*cache).put":           false,
		"main.main.func1":                         false,
		"example.com/shop.Cache[...].Get":         false,
	} {
		if got := isHook(function); got != want {
			t.Errorf("isHook(%q) is %v", function, got)
		}
	}
	stack := newAccess(opRead).stack()
	if len(stack) == 0 || !strings.HasPrefix(stack[len(stack)-1].function, "testing.") {
		t.Errorf("%+v", stack)
	}
}

func TestQuoted(t *testing.T) {
	if got := quoted("a\"b\\c\nd\x01 é"); got != `"a\"b\\c\u000ad\u0001 é"` {
		t.Error(got)
	}
}

func TestSettings(t *testing.T) {
	before := settings
	defer func() { settings = before }()
	for text, want := range map[string]bool{
		"delay=5ms": true, "delay=5": false, "max_overhead=20%": true, "max_overhead=0": false, "halt_on_error=1": true,
		"exitcode=0": false, "log_path=off": true, "log_path=": false, "events=": false, "observe=on": false,
		"ownership=warn": true, "ownership=off": true, "ownership=on": false, "ownership": false, "": false,
	} {
		key, value, _ := strings.Cut(text, "=")
		if set(key, value) != want {
			t.Errorf("%q: %v", text, !want)
		}
	}
	if readSettings("off") {
		t.Error("off is not off")
	}
}
