package engine

import (
	"bytes"
	"hash/crc32"
	"math"
	"math/rand"
	"strconv"
	"strings"
	"testing"
)

func TestCRC32IsIEEE(t *testing.T) {
	r := rand.New(rand.NewSource(1))
	for n := range 200 {
		b := make([]byte, n)
		r.Read(b)
		if got, want := mapsanCRC32(0, b), crc32.ChecksumIEEE(b); got != want {
			t.Fatalf("%d bytes: %#x, not %#x", n, got, want)
		}
		at := r.Intn(n + 1)
		if got, want := mapsanCRC32(mapsanCRC32(0, b[:at]), b[at:]), crc32.ChecksumIEEE(b); got != want {
			t.Fatalf("%d bytes in two parts: %#x, not %#x", n, got, want)
		}
	}
}

func written(size int, write func(*mapsanBuffer)) (text string, full bool) {
	w := mapsanBuffer{b: make([]byte, size)}
	write(&w)
	return string(w.b[:w.n]), w.full
}

func TestBufferNumbers(t *testing.T) {
	numbers := []uint64{0, 1, 9, 10, 15, 16, 99, 100, 255, 256, 1<<32 - 1, 1 << 32, math.MaxInt64, math.MaxUint64 - 1, math.MaxUint64}
	for n, v := 0, uint64(1); n < 64; n, v = n+1, v<<1 {
		numbers = append(numbers, v, v-1, v+1)
	}
	for _, v := range numbers {
		if got, _ := written(32, func(w *mapsanBuffer) { w.decimal(v) }); got != strconv.FormatUint(v, 10) {
			t.Errorf("decimal %d: %s", v, got)
		}
		hex := strconv.FormatUint(v, 16)
		for _, width := range []int{0, 1, 12, 16} {
			want := strings.Repeat("0", max(width-len(hex), 0)) + hex
			if got, _ := written(32, func(w *mapsanBuffer) { w.hex(v, width) }); got != want {
				t.Errorf("hex %s, width %d: %s", want, width, got)
			}
		}
	}
}

func TestBufferFields(t *testing.T) {
	got, full := written(64, func(w *mapsanBuffer) {
		w.byte(7)
		w.uint(0x0102030405060708, 8)
		w.uint(0x11223344, 2)
		w.bytes("map")
		w.str("ends")
	})
	want := []byte{7, 8, 7, 6, 5, 4, 3, 2, 1, 0x44, 0x33, 3, 0, 'm', 'a', 'p', 'e', 'n', 'd', 's'}
	if full || !bytes.Equal([]byte(got), want) {
		t.Errorf("% x, full: %v", got, full)
	}
}

func TestBufferCutsLongStrings(t *testing.T) {
	got, full := written(1<<17, func(w *mapsanBuffer) { w.bytes(strings.Repeat("x", 1<<16+5)) })
	if full || len(got) != 2+1<<16-1 || got[:2] != "\xff\xff" {
		t.Errorf("%d bytes, full: %v", len(got), full)
	}
}

func TestBufferNeverOverflows(t *testing.T) {
	for size := range 40 {
		_, full := written(size, func(w *mapsanBuffer) {
			w.str("abc")
			w.bytes("defg")
			w.decimal(1234567)
			w.hex(0xabc, 12)
			w.uint(1, 8)
		})
		if want := size < 3+6+7+12+8; full != want {
			t.Errorf("size %d: full is %v", size, full)
		}
	}
}
