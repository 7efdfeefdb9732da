package mapsan

import (
	"os"
	"strconv"
	"strings"
	"time"
)

// Settings of the environment variable MAPSAN, in the manner of GORACE: key=value, separated by spaces; or `off`.
var settings = struct {
	log         string // a path, or stderr, stdout, off
	out         string // a run folder, for `mapsan report`
	events      string // the event stream goes to this path, with the process id behind it
	haltOnError bool
	exitCode    int
	delay       time.Duration // how long an access waits at most
	share       int           // of the time that the process runs, in percent, that accesses may wait
	ownership   bool          // say when goroutines take a map from each other without a lock
}{log: "stderr", exitCode: 66, delay: 2 * time.Millisecond, share: 10}

const known = "off log_path=PATH|stderr|stdout|off out=FOLDER events=PATH halt_on_error=0|1 exitcode=1..255 delay=0ms..1s max_overhead=1%..100% ownership=off|warn"

// active is false when nothing is to be looked at. It is set before any package that uses this one is initialised.
var active = readSettings(os.Getenv("MAPSAN"))

func readSettings(text string) bool {
	on := true
	for _, word := range strings.Fields(text) {
		if word == "off" {
			on = false
			continue
		}
		key, value, _ := strings.Cut(word, "=")
		if !set(key, value) {
			os.Stderr.WriteString("mapsan: MAPSAN: cannot use " + strconv.Quote(word) + ": known are " + known + "\n")
		}
	}
	if on {
		openStream()
		if settings.ownership && settings.out == "" && settings.events == "" {
			os.Stderr.WriteString("mapsan: MAPSAN: ownership=warn says nothing without out=FOLDER: only `mapsan report FOLDER` shows warnings\n")
		}
	}
	return on
}

func set(key, value string) bool {
	s := &settings
	switch key {
	case "log_path":
		s.log = value
		return value != ""
	case "out":
		s.out = value
		return value != ""
	case "events":
		s.events = value
		return value != ""
	case "halt_on_error":
		s.haltOnError = value == "1"
		return value == "0" || value == "1"
	case "exitcode":
		n, err := strconv.Atoi(value)
		if err != nil || n < 1 || n > 255 {
			return false
		}
		s.exitCode = n
	case "delay":
		d, err := time.ParseDuration(value)
		if err != nil || d < 0 || d > time.Second {
			return false
		}
		s.delay = d
	case "max_overhead":
		n, err := strconv.Atoi(strings.TrimSuffix(value, "%"))
		if err != nil || n < 1 || n > 100 {
			return false
		}
		s.share = n
	case "ownership":
		s.ownership = value == "warn"
		return value == "warn" || value == "off"
	default:
		return false
	}
	return true
}
