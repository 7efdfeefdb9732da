package mapsan

import (
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"time"
)

// makeRunFolder makes the folder that settings.out names. Of the processes that share it, such as those of go test, the
// first one writes the record.
func makeRunFolder(path string) error {
	if err := os.MkdirAll(filepath.Join(path, "events"), 0o777); err != nil {
		return err
	}
	place := filepath.Join(path, "run.json")
	if _, err := os.Stat(place); err == nil {
		return nil
	}
	_, own, _, _ := runtime.Caller(0)
	if len(catalog) > 0 {
		if err := writeWhole(filepath.Join(path, "catalog.json"), catalogText(moduleRoot(own))); err != nil {
			return err
		}
	}
	return writeWhole(place, runRecord())
}

// writeWhole writes a file so that nobody sees a part of it.
func writeWhole(place, text string) error {
	draft, err := os.CreateTemp(filepath.Dir(place), ".draft-*")
	if err != nil {
		return err
	}
	_, err = draft.WriteString(text)
	if closed := draft.Close(); err == nil {
		err = closed
	}
	if err == nil {
		err = os.Chmod(draft.Name(), 0o644)
	}
	if err == nil {
		err = os.Rename(draft.Name(), place)
	}
	if err != nil {
		os.Remove(draft.Name())
	}
	return err
}

// runRecord is the run.json of a run folder, which makes it one that `mapsan report` reads: see src/run/run-record.ts.
func runRecord() string {
	cwd, _ := os.Getwd()
	_, own, _, _ := runtime.Caller(0)
	command := make([]string, len(os.Args))
	for i, word := range os.Args {
		command[i] = quoted(word)
	}
	return `{
  "schema": 1,
  "portable": true,
  "mapsan": ` + quoted(version) + `,
  "command": [` + strings.Join(command, ", ") + `],
  "cwd": ` + quoted(cwd) + `,
  "moduleRoot": ` + quoted(moduleRoot(own)) + `,
  "modulePaths": [` + quoted(strings.TrimSuffix(ownPath, "/internal/mapsan")) + `],
  "goroot": ` + quoted(goFolder) + `,
  "go": { "version": ` + quoted(runtime.Version()) + `, "os": ` + quoted(runtime.GOOS) + `, "arch": ` + quoted(runtime.GOARCH) + ` },
  "commands": [],
  "startedAt": ` + quoted(time.Now().UTC().Format("2006-01-02T15:04:05.000Z")) + `,
  "finishedAt": null,
  "status": "clean",
  "files": []
}
`
}

// quoted is a string of JSON.
func quoted(s string) string {
	b := []byte{'"'}
	for _, r := range s {
		switch {
		case r == '"' || r == '\\':
			b = append(b, '\\', byte(r))
		case r < ' ':
			b = append(b, '\\', 'u', '0', '0', "0123456789abcdef"[r>>4], "0123456789abcdef"[r&15])
		default:
			b = append(b, string(r)...)
		}
	}
	return string(append(b, '"'))
}

// moduleRoot is the folder of the module that this file lies in; empty when the compiler was told not to say.
func moduleRoot(own string) string {
	root, _, ok := cutLast(own, "/internal/mapsan/")
	if !ok || !filepath.IsAbs(own) {
		return ""
	}
	return root
}

// goFolder is where Go's own sources lay when the program was compiled; empty when that is not known.
var goFolder = func() string {
	pcs := make([]uintptr, 64)
	frames := runtime.CallersFrames(pcs[:runtime.Callers(0, pcs)])
	for {
		f, more := frames.Next()
		if root, _, ok := cutLast(f.File, "/src/runtime/"); ok && strings.HasPrefix(f.Function, "runtime.") && filepath.IsAbs(root) {
			return root
		}
		if !more {
			return ""
		}
	}
}()
