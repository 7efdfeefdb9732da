package micro

import (
	"encoding/json"
	"strings"
	"testing"
)

var numbers = make([]int, 4096)

// BenchmarkCPU is the noise control: MapSan compiles it to the very same instructions.
func BenchmarkCPU(b *testing.B) {
	for range b.N {
		for i := 1; i < len(numbers); i++ {
			numbers[i] = numbers[i-1]*3 + i
		}
	}
}

const order = `{"id":4711,"customer":{"name":"Ada","city":"London"},"lines":[{"sku":"a-1","count":2},{"sku":"b-7","count":1}],"tags":["new","gift"]}`

var decoded map[string]any

func BenchmarkJSONDecode(b *testing.B) {
	for range b.N {
		decoded = nil
		if err := json.NewDecoder(strings.NewReader(order)).Decode(&decoded); err != nil {
			b.Fatal(err)
		}
	}
}
