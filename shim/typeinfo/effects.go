package main

import (
	"fmt"
	"slices"
)

// A consequence is something that may happen when a function is called.
type consequence struct {
	kind  string // takes, waits, io, unknown
	mutex string
	text  string
}

// unknownKinds are calls of code that is not followed.
var unknownKinds = map[string]string{
	"interface": "calls %s, a method of an interface, which may be anybody's",
	"value":     "calls %s, a value that may be any function",
	"foreign":   "calls %s, whose source is not part of this module",
}

// direct is what happens at an event by itself.
func (a *analysis) direct(e event) []consequence {
	switch e.kind {
	case "takes":
		return []consequence{{"takes", e.lock.ref.mutex, "takes " + a.label(e.lock.ref.mutex)}}
	case "waits", "io":
		return []consequence{{e.kind, "", e.text}}
	case "interface", "value", "foreign":
		return []consequence{{"unknown", "", fmt.Sprintf(unknownKinds[e.kind], e.text)}}
	case "callback":
		return []consequence{{"unknown", "", "calls " + e.text + ", which may call methods of what it gets"}}
	}
	return nil
}

// effects are all that a call of a function may lead to, each kind and mutex once.
func (a *analysis) effects(key string) []consequence {
	if known, ok := a.known[key]; ok {
		return known
	}
	found := map[string]consequence{}
	seen := map[string]bool{}
	queue := []string{key}
	for len(queue) > 0 {
		next := queue[0]
		queue = queue[1:]
		if seen[next] {
			continue
		}
		seen[next] = true
		fn := a.bodies[next]
		if fn == nil {
			found["unknown"] = consequence{"unknown", "", "runs a function without a body in Go"}
			continue
		}
		for _, e := range fn.events {
			for _, one := range a.direct(e) {
				id := one.kind + one.mutex
				if _, known := found[id]; !known {
					one.text = fmt.Sprintf("%s (%s)", one.text, a.shortPlace(e.start))
					found[id] = one
				}
			}
			if !e.goroutine {
				queue = append(queue, e.callees...)
			}
		}
	}
	all := []consequence{}
	for _, id := range sortedKeys(found) {
		all = append(all, found[id])
	}
	a.known[key] = all
	return all
}

// hazards of a function that uses a variable, place by place.
func (a *analysis) hazards(fn *body, variable string) []hazard {
	made := []hazard{}
	for _, e := range fn.events {
		held := []string{}
		if !e.deferred {
			held = append(held, mustHold(e.state)...)
			slices.Sort(held)
		}
		add := func(one consequence, text string) {
			made = append(made, hazard{a.offset(e.start), a.offset(e.end), a.line(e.start), one.kind, one.mutex, text, held, []string{}, false})
		}
		for _, one := range a.direct(e) {
			add(one, one.text)
		}
		if e.goroutine {
			continue
		}
		for _, callee := range e.callees {
			for _, one := range a.effects(callee) {
				add(one, fmt.Sprintf("calls %s, which %s", e.text, one.text))
			}
			if read, write, via := a.reaches(callee, variable); read || write {
				text := fmt.Sprintf("calls %s, which uses the map as well", e.text)
				made = append(made, hazard{a.offset(e.start), a.offset(e.end), a.line(e.start), "uses", "", text, held, via, write})
			}
		}
	}
	return made
}

// entered are calls during which a mutex may be held, by the function that is called.
func (a *analysis) findEntered() {
	a.entered = map[string]map[string]callerFacts{}
	enter := func(callee, mutex string, from event) bool {
		held := a.entered[callee]
		if held == nil {
			held = map[string]callerFacts{}
			a.entered[callee] = held
		}
		if _, known := held[mutex]; known {
			return false
		}
		held[mutex] = callerFacts{Mutex: mutex, Label: a.label(mutex), codePlace: a.place(from.start)}
		return true
	}
	for changed := true; changed; {
		changed = false
		for _, fn := range a.order {
			for _, e := range fn.events {
				for _, callee := range a.reached(e) {
					for _, mutex := range a.mayHold(fn, e.state) {
						changed = enter(callee, mutex, e) || changed
					}
				}
			}
		}
	}
}

// mayHold are the mutexes that may be held at a place of a function.
func (a *analysis) mayHold(fn *body, at state) []string {
	var may []string
	for ref, one := range at {
		if one.may > 0 {
			may = append(may, ref.mutex)
		}
	}
	may = append(may, sortedKeys(a.entered[fn.key])...)
	slices.Sort(may)
	return slices.Compact(may)
}

// reached are the functions that may run at an event. Of code that is not followed, those that it can get at.
func (a *analysis) reached(e event) []string {
	if e.goroutine || e.kind == "" {
		return nil
	}
	if _, unknown := unknownKinds[e.kind]; !unknown && e.kind != "callback" {
		return e.callees
	}
	reached := slices.Clone(e.callees)
	for _, fn := range a.order {
		switch {
		case e.kind == "interface":
			if fn.object != nil && fn.object.Name() == e.method && fn.object.Signature().Recv() != nil {
				reached = append(reached, fn.key)
			}
		case fn.dynamic || a.dynamics[fn.key]:
			reached = append(reached, fn.key)
		}
	}
	return reached
}

// heldAlways are the locks that every caller of a function holds, by the receiver's own name; for reading only when `true`.
func (a *analysis) heldAlways(fn *body, seen map[string]bool) state {
	none := state{}
	if fn.object == nil || fn.dynamic || a.dynamics[fn.key] || fn.object.Exported() || seen[fn.key] {
		return none
	}
	seen[fn.key] = true
	defer delete(seen, fn.key)
	var all state
	for _, caller := range a.order {
		for _, e := range caller.events {
			if !slices.Contains(e.callees, fn.key) {
				continue
			}
			if e.goroutine || e.kind != "call" {
				return none
			}
			here := state{}
			for ref, one := range either(e.state, a.heldAlways(caller, seen)) {
				switch {
				case ref.base == "":
					here[ref] = one
				case e.base != "" && ref.base == e.base:
					here[lockRef{ref.mutex, a.receiverName(fn)}] = one
				}
			}
			all = merge(all, here)
		}
	}
	if all == nil {
		return none
	}
	return all
}

// either is what is held by one or the other.
func either(a, b state) state {
	both := state{}
	for _, one := range []state{a, b} {
		for ref, how := range one {
			known := both[ref]
			both[ref] = held{max(known.must, how.must), max(known.may, how.may)}
		}
	}
	return both
}

func (a *analysis) receiverName(fn *body) string {
	receiver := fn.object.Signature().Recv()
	if receiver == nil || receiver.Name() == "" {
		return "?"
	}
	return fmt.Sprintf("%s@%s", receiver.Name(), a.key(receiver.Pos()))
}
