package engine

import (
	"flag"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
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
		t.Skip("builds the package once for each mutant: ask for it by -run TestMutants")
	}
	if os.Getenv("MAPSAN_MUTANT") != "" {
		t.Skip("this is a mutant")
	}
	for _, m := range slices.Concat(mutants, moreMutants, observeMutants) {
		t.Run(m.name, func(t *testing.T) {
			t.Parallel()
			dir := t.TempDir()
			copyPackage(t, dir)
			m.apply(t, dir)
			out, err := m.test(dir)
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

func (m mutant) apply(t *testing.T, dir string) {
	t.Helper()
	path := filepath.Join(dir, m.file)
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if n := strings.Count(string(text), m.old); n != 1 {
		t.Fatalf("%s has %d times, not once:\n%s", m.file, n, m.old)
	}
	mutated := strings.Replace(string(text), m.old, m.new, 1)
	if err := os.WriteFile(path, []byte(mutated), 0o600); err != nil {
		t.Fatal(err)
	}
}

func (m mutant) test(dir string) (output string, err error) {
	cmd := exec.Command("go", "test", "-vet=off", "-failfast", "-timeout=200s", "-run=^"+m.killedBy+"$", ".")
	cmd.Dir = dir
	cmd.Env = append(os.Environ(), "MAPSAN_MUTANT=1")
	out, err := cmd.CombinedOutput()
	return string(out), err
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
