package mapsan

import (
	"encoding/binary"
	"hash/crc32"
	"os"
	"path/filepath"
	"runtime"
	"strconv"
	"strings"
)

// The event stream, as src/run/protocol.ts describes it. It is opened for each record only, so that the program finds all
// its file descriptors as they would be.

const (
	streamMagic     = "MAPSAN\r\n"
	protocolVersion = 1

	headerSize        = 4096
	headerTailAt      = 16
	headerPidAt       = 24
	headerRacesAt     = 32
	headerDroppedAt   = 40
	headerStateAt     = 56
	headerSlotLimitAt = 72
	headerGoVersionAt = 80
	headerObservesAt  = 152

	stateRunning = 1

	recordCountAt   = 8
	recordPayloadAt = 16
	recordAlignment = 8
	recordFlagsAt   = 6
	kindRace        = 1
	kindMaps        = 2
	kindUse         = 3
	kindHandOver    = 4
	kindExchange    = 64

	// What orders a hand-over: it is not known.
	orderUnknown = 1

	// In place of the number of locks: which locks are held is not known.
	locksUnknown = 255
)

var stream struct {
	path string
	tail int64
}

// openStream is called when the process starts, so that one that finds nothing leaves a stream as well.
func openStream() {
	path := settings.events
	if path == "" && settings.out != "" {
		if isTest() && !filepath.IsAbs(settings.out) {
			os.Stderr.WriteString("mapsan: MAPSAN: out=" + settings.out + " is ignored: tests run in the folders of their packages, so name the folder from the root on\n")
			return
		}
		if err := makeRunFolder(settings.out); err != nil {
			os.Stderr.WriteString("mapsan: cannot write " + settings.out + ": " + err.Error() + ": races are reported as text only\n")
			return
		}
		// A program can have the hooks of several modules of a workspace in it: each writes a stream of its own.
		module := strings.TrimSuffix(ownPath, "/internal/mapsan")
		path = filepath.Join(settings.out, "events", "ev-"+strings.ReplaceAll(module, "/", "_"))
	}
	if path == "" {
		return
	}
	if absolute, err := filepath.Abs(path); err == nil {
		path = absolute // the program may go elsewhere
	}
	path += "." + strconv.Itoa(os.Getpid())
	header := make([]byte, headerSize)
	copy(header, streamMagic)
	binary.LittleEndian.PutUint32(header[8:], protocolVersion)
	binary.LittleEndian.PutUint32(header[12:], headerSize)
	binary.LittleEndian.PutUint64(header[headerTailAt:], headerSize)
	binary.LittleEndian.PutUint64(header[headerPidAt:], uint64(os.Getpid()))
	binary.LittleEndian.PutUint64(header[headerStateAt:], stateRunning)
	binary.LittleEndian.PutUint64(header[headerObservesAt:], 1)
	version := runtime.Version()
	copy(header[headerGoVersionAt:headerGoVersionAt+31], version)
	if err := os.WriteFile(path, header, 0o666); err != nil {
		os.Stderr.WriteString("mapsan: cannot write " + path + ": races are reported as text only\n")
		return
	}
	stream.path, stream.tail = path, headerSize
}

// isTest tells whether the program was made by go test.
func isTest() bool {
	name := strings.TrimSuffix(filepath.Base(os.Args[0]), ".exe")
	return strings.HasSuffix(name, ".test")
}

// writeRace appends a record and returns its offset; 0 when there is no stream. One that is equal but for its locks takes the
// place of that before.
func writeRace(r *race) int64 {
	var payload []byte
	payload = binary.LittleEndian.AppendUint64(payload, uint64(r.address))
	payload = appendString(payload, r.typ)
	for _, s := range r.sides {
		payload = append(payload, byte(s.op))
		payload = binary.LittleEndian.AppendUint64(payload, s.goroutine.id)
		payload = appendStack(payload, s.goroutine.createdBy)
		payload = appendStack(payload, s.stack)
		if !s.locksKnown {
			payload = append(payload, locksUnknown)
			continue
		}
		payload = append(payload, byte(len(s.locks)))
		for _, one := range s.locks {
			payload = binary.LittleEndian.AppendUint64(payload, uint64(one.key&^forReading))
			payload = appendLock(payload, one)
		}
	}
	return appendRecord(kindRace, payload)
}

func appendLock(b []byte, one lockTaken) []byte {
	b = append(b, byte(one.key&forReading)) // lockWrite or lockRead
	if one.place == nil {
		return append(b, 0)
	}
	return appendStack(b, []frame{{one.place.Function, one.place.File, one.place.Line}})
}

// appendRecord returns the record's offset; 0 when there is no stream.
func appendRecord(kind uint16, payload []byte) int64 {
	for (recordPayloadAt+len(payload)+4)%recordAlignment != 0 {
		payload = append(payload, 0)
	}
	size := recordPayloadAt + len(payload) + 4
	var record []byte
	record = binary.LittleEndian.AppendUint32(record, uint32(size))
	record = binary.LittleEndian.AppendUint16(record, kind)
	record = binary.LittleEndian.AppendUint16(record, 0)
	record = binary.LittleEndian.AppendUint64(record, 0)
	record = append(record, payload...)
	sum := crc32.Update(crc32.ChecksumIEEE(record[4:8]), crc32.IEEETable, payload)
	record = binary.LittleEndian.AppendUint32(record, sum)
	at := stream.tail
	if !patchStream(at, record) {
		return 0
	}
	stream.tail += int64(size)
	patchStream(headerTailAt, binary.LittleEndian.AppendUint64(nil, uint64(stream.tail)))
	return at
}

// countRace brings the numbers in the stream up to date.
func countRace(p *pair) {
	number := func(at int64, n uint64) { patchStream(at, binary.LittleEndian.AppendUint64(nil, n)) }
	number(headerRacesAt, overlaps)
	if p.record != 0 {
		number(p.record+recordCountAt, p.count)
	} else if stream.path != "" {
		dropped++
		number(headerDroppedAt, dropped)
	}
}

func patchStream(at int64, bytes []byte) bool {
	return stream.path != "" && writeAt(stream.path, at, bytes)
}

func appendString(b []byte, s string) []byte {
	if len(s) > 1<<16-1 {
		s = s[:1<<16-1]
	}
	return append(binary.LittleEndian.AppendUint16(b, uint16(len(s))), s...)
}

func appendStack(b []byte, frames []frame) []byte {
	if len(frames) > 254 {
		frames = frames[:254]
	}
	b = append(b, byte(len(frames)))
	for _, f := range frames {
		b = appendString(b, f.function)
		b = appendString(b, f.file)
		b = binary.LittleEndian.AppendUint32(b, uint32(f.line))
	}
	return b
}
