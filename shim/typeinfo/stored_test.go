package main

import (
	"strings"
	"testing"
)

// What is stored may be known to others, who would change what readers look at.
func TestStoredMaps(t *testing.T) {
	cases := []struct{ body, how, want string }{
		{`s.data = map[string]int{"a": 1}`, "literal", ""},
		{`s.data = map[string]int{"a": one()}`, "other", ""},
		{`s.data = make(map[string]int)`, "make", ""},
		{`s.data = nil`, "nil", ""},
		{`s.data = maps.Clone(m)`, "other", ""},
		{`s.data = m`, "other", "m, which is stored at"},
		{`n := map[string]int{}; n["a"] = 1; s.data = n`, "other", ""},
		{`n := map[string]int{}; s.data = n; n["a"] = 1`, "other", "may be known to others"},
		{`n := map[string]int{}; use(n); s.data = n`, "other", "may be known to others"},
		{`n := map[string]int{}; for range 3 { s.data = n }`, "other", "may be known to others"},
		{`for range 3 { n := map[string]int{}; s.data = n }`, "other", ""},
		{`n := m; s.data = n`, "other", "may be known to others"},
		{`n := map[string]int{}; go func() { n["a"] = 1 }(); s.data = n`, "other", "may be known to others"},
		{`s.data = fresh()`, "other", ""},
		{`s.data = kept()`, "other", "may be known to others"},
	}
	var source strings.Builder
	source.WriteString(retypeStart + "func use(map[string]int) {}\nfunc one() int { return 1 }\nfunc fresh() map[string]int { n := map[string]int{}; n[\"b\"] = 2; return n }\nvar k map[string]int\nfunc kept() map[string]int { return k }\n")
	for i, one := range cases {
		source.WriteString("func f" + string(rune('a'+i)) + "(s *store, m map[string]int) { " + one.body + " }\n")
	}
	v := factsOf(t, source.String())
	for i, one := range cases {
		for _, access := range v.function(t, "f"+string(rune('a'+i))).Accesses {
			if access.Stored == nil {
				t.Errorf("%s: no value", one.body)
			} else if access.Stored.How != one.how || one.want == "" && access.Stored.Why != "" || !strings.Contains(access.Stored.Why, one.want) {
				t.Errorf("%s: got %s, %q, want %s, %q", one.body, access.Stored.How, access.Stored.Why, one.how, one.want)
			}
		}
	}
}
