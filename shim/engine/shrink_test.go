package engine

// shrink looks for the smallest trace that still fails.
func shrink(t trace, fails func(trace) bool) trace {
	for size := max(len(t.steps)/2, 1); ; {
		smaller := false
		for at := 0; at+size <= len(t.steps); {
			candidate := t
			candidate.steps = append(append([]step{}, t.steps[:at]...), t.steps[at+size:]...)
			if fails(candidate) {
				t, smaller = candidate, true
			} else {
				at += size
			}
		}
		if size > 1 {
			size /= 2
		} else if !smaller {
			return renumber(t, fails)
		}
	}
}

// renumber lowers the numbers of goroutines and objects where the trace still fails.
func renumber(t trace, fails func(trace) bool) trace {
	for i := range t.steps {
		for _, field := range []func(*step) *uint16{func(s *step) *uint16 { return &s.x }, func(s *step) *uint16 { return &s.g }} {
			was := *field(&t.steps[i])
			for n := range min(was, 16) {
				candidate := t
				candidate.steps = append([]step{}, t.steps...)
				for j := range candidate.steps {
					if p := field(&candidate.steps[j]); *p == was {
						*p = n
					}
				}
				if fails(candidate) {
					t = candidate
					break
				}
			}
		}
	}
	return t
}
