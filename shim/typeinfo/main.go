package main

import (
	"encoding/json"
	"fmt"
	"os"
)

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
	program, err := openProgram(asked)
	if err != nil {
		return nil, err
	}
	if asked.Fix != nil {
		return respondWithFacts(program, asked), nil
	}
	entries := openEntries(program)
	missing := entries.missing()
	if len(missing) > 0 && asked.Exports == nil {
		return &answer{Needs: program.needsFor(missing)}, nil
	}
	checker := openChecker(program, missing)
	for _, p := range missing {
		done := checker.check(p)
		files, rewrites := collect(program, done)
		entries.put(p, files, rewrites, !done.broken)
	}
	return &answer{Catalog: &catalog{Schema: schema, Files: entries.files(), Rewrites: entries.rewrites(), Problems: checker.problems()}}, nil
}

// respondWithFacts looks at all own packages at once: who calls whom matters. Nothing is kept.
func respondWithFacts(program *program, asked *request) *answer {
	if asked.Exports == nil {
		return &answer{Needs: program.needsFor(program.own)}
	}
	checker := openChecker(program, program.own)
	return &answer{Facts: findFacts(program, checker, asked.Fix)}
}
