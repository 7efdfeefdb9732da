package engine

// A mapsanBuffer is written from front to back into memory of a fixed size; what does not fit makes it full.
type mapsanBuffer struct {
	b    []byte
	n    int
	full bool
}

func (w *mapsanBuffer) byte(v byte) {
	if w.n >= len(w.b) {
		w.full = true
		return
	}
	w.b[w.n] = v
	w.n++
}

func (w *mapsanBuffer) str(s string) {
	if w.n+len(s) > len(w.b) {
		w.full = true
		return
	}
	w.n += copy(w.b[w.n:], s)
}

// uint writes the lowest size bytes of v, little endian.
func (w *mapsanBuffer) uint(v uint64, size int) {
	for ; size > 0; size-- {
		w.byte(byte(v))
		v >>= 8
	}
}

// bytes writes a string of the event stream: a length, and at most 65,535 bytes.
func (w *mapsanBuffer) bytes(s string) {
	if len(s) > 1<<16-1 {
		s = s[:1<<16-1]
	}
	w.uint(uint64(len(s)), 2)
	w.str(s)
}

func (w *mapsanBuffer) decimal(v uint64) {
	var digits [20]byte
	i := len(digits)
	for {
		i--
		digits[i] = byte('0' + v%10)
		if v /= 10; v == 0 {
			break
		}
	}
	for _, d := range digits[i:] {
		w.byte(d)
	}
}

// hex writes v with at least width digits, and no prefix.
func (w *mapsanBuffer) hex(v uint64, width int) {
	digits := 1
	for v>>(4*digits) != 0 && digits < 16 {
		digits++
	}
	for i := max(digits, width) - 1; i >= 0; i-- {
		w.byte("0123456789abcdef"[v>>(4*i)&15])
	}
}

// mapsanCRC32 is the IEEE polynomial, bit by bit: reports are rare and a table would be in every binary.
func mapsanCRC32(crc uint32, b []byte) uint32 {
	crc = ^crc
	for _, v := range b {
		crc ^= uint32(v)
		for i := 0; i < 8; i++ {
			crc = crc>>1 ^ 0xedb88320&-(crc&1)
		}
	}
	return ^crc
}
