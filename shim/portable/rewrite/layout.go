package main

import (
	"bytes"
	"fmt"
	"go/format"
)

// editFile makes the edits, and lays the file out as gofmt does if it was laid out so. What gofmt would then break over
// more lines, such as a function on one line, is left alone.
func editFile(path string, text []byte, edits map[string][]edit, leftAlone *[]left) ([]byte, error) {
	clean, err := format.Source(text)
	isClean := err == nil && bytes.Equal(clean, text)
	for len(edits[path]) > 0 {
		after := insert(text, edits[path])
		if !isClean {
			return after, nil
		}
		formatted, err := format.Source(after)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", path, err)
		}
		moved := firstMoved(after, formatted)
		if moved == 0 {
			return formatted, nil
		}
		kept := withoutLine(edits[path], moved)
		if len(kept) == len(edits[path]) {
			kept = nil
		}
		edits[path] = kept
		*leftAlone = append(*leftAlone, left{path, moved, "with hooks, gofmt would break the line"})
	}
	return nil, nil
}

// firstMoved is the first line that does not have the same words in both; 0 when all do.
func firstMoved(a, b []byte) int {
	first, second := bytes.Split(a, []byte("\n")), bytes.Split(b, []byte("\n"))
	for i := range first {
		if i >= len(second) || !bytes.Equal(withoutSpace(first[i]), withoutSpace(second[i])) {
			return i + 1
		}
	}
	if len(second) > len(first) {
		return len(first)
	}
	return 0
}

func withoutSpace(line []byte) []byte {
	return bytes.Join(bytes.Fields(line), nil)
}
