package engine

import (
	"flag"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// A test that cannot fail is a defect. Each mutant is the engine with one rule left out; the test that is named
// with it must notice.
type mutant struct {
	name     string
	file     string
	old, new string // old must be there exactly once
	killedBy string // a test; a few traces are enough
}

func TestMutants(t *testing.T) {
	if testing.Short() || !strings.Contains(flag.Lookup("test.run").Value.String(), "TestMutants") {
		t.Skip("runs a process for each mutant: ask for it by -run TestMutants")
	}
	if os.Getenv("MAPSAN_MUTANT") != "" {
		t.Skip("this is a mutant")
	}
	all := slices.Concat(mutants, moreMutants, observeMutants)
	binary := buildMutants(t, all)

	// Otherwise what notices a mutant may only have noticed that it is a copy. A tenth of the traces is enough for that.
	t.Run("copies that are as they were", func(t *testing.T) {
		t.Parallel()
		if out, err := runMutant(binary, unchangedMutant, "("+killersOf(all)+")", "-traces=300"); err != nil {
			t.Error(out)
		}
	})
	for i, m := range all {
		t.Run(m.name, func(t *testing.T) {
			t.Parallel()
			out, err := m.test(binary, i+1)
			switch {
			case err == nil:
				t.Errorf("survived %s", m.killedBy)
			case !strings.Contains(out, "--- FAIL: "+m.killedBy):
				t.Errorf("%s did not even run:\n%s", m.killedBy, out)
			default:
				t.Log(firstFailure(out))
			}
		})
	}
}

// buildMutants builds the tests of the package with all mutants in it.
func buildMutants(t *testing.T, all []mutant) (binary string) {
	t.Helper()
	dir := t.TempDir()
	copyPackage(t, dir)
	inFile := map[string]map[int]mutant{}
	for i, m := range all {
		if inFile[m.file] == nil {
			inFile[m.file] = map[int]mutant{}
		}
		inFile[m.file][i+1] = m
	}
	for file, theirs := range inFile {
		weaveFile(t, filepath.Join(dir, file), theirs)
	}
	if err := os.WriteFile(filepath.Join(dir, "mutant_test.go"), []byte(choiceOfMutant), 0o600); err != nil {
		t.Fatal(err)
	}
	binary = filepath.Join(dir, "mutants.test")
	build := exec.Command("go", "test", "-c", "-vet=off", "-ldflags=-s -w", "-o", binary, ".")
	build.Dir = dir
	if out, err := build.CombinedOutput(); err != nil {
		t.Fatalf("%s\n%s", err, out)
	}
	return binary
}

func weaveFile(t *testing.T, path string, mutants map[int]mutant) {
	t.Helper()
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	source := string(text)
	for _, m := range mutants {
		if n := strings.Count(source, m.old); n != 1 {
			t.Fatalf("%s has %d times, not once:\n%s", m.file, n, m.old)
		}
	}
	woven, err := weave(source, mutants)
	if err != nil {
		t.Fatalf("%s: %s", path, err)
	}
	if err := os.WriteFile(path, []byte(woven), 0o600); err != nil {
		t.Fatal(err)
	}
}

// test looks at a few traces of each profile before it looks at all: most mutants fail one of them, if not in the first
// profile. A trace that fails is among all, too; a count that is too low may be that of few traces, and says nothing.
func (m mutant) test(binary string, number int) (output string, err error) {
	if out, err := runMutant(binary, number, m.killedBy, "-traces=100"); err != nil && strings.Contains(out, firstFailingTrace) {
		return out, err
	}
	return runMutant(binary, number, m.killedBy)
}

func runMutant(binary string, number int, tests string, flags ...string) (output string, err error) {
	args := append([]string{"-test.failfast", "-test.timeout=200s", "-test.run=^" + tests + "$"}, flags...)
	cmd := exec.Command(binary, args...)
	cmd.Dir = filepath.Dir(binary)
	cmd.Env = append(os.Environ(), "MAPSAN_MUTANT="+strconv.Itoa(number))
	out, err := cmd.CombinedOutput()
	return string(out), err
}

// killersOf is a pattern of all tests that notice a mutant.
func killersOf(all []mutant) string {
	var names []string
	for _, m := range all {
		name, _, _ := strings.Cut(m.killedBy, "/")
		if !slices.Contains(names, name) {
			names = append(names, name)
		}
	}
	return strings.Join(names, "|")
}

func copyPackage(t *testing.T, dir string) {
	t.Helper()
	files, err := filepath.Glob("*.go")
	if err != nil {
		t.Fatal(err)
	}
	for _, file := range append(files, "../go.mod") {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(dir, filepath.Base(file)), text, 0o600); err != nil {
			t.Fatal(err)
		}
	}
}

// firstFailure is the line that says what was noticed.
func firstFailure(output string) string {
	for _, line := range strings.Split(output, "\n") {
		if strings.Contains(line, "_test.go:") && !strings.Contains(line, ": 0 false, 0 missed") {
			return strings.TrimSpace(line)
		}
	}
	return output
}
