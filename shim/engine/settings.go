//go:build mapsanruntime

package engine

// Settings of the environment variable MAPSAN, in the manner of GORACE: key=value, separated by spaces.

type mapsanText int

const (
	mapsanTextStderr mapsanText = iota
	mapsanTextStdout
	mapsanTextOff // only when the process dies of a concurrent map access
	mapsanTextFile
)

var mapsanSettings = struct {
	text     mapsanText
	logPath  string
	events   string
	halt     bool
	exitCode int  // 0: leave the program's exit code alone
	passing  bool // a race does not fail the test that it happens in: MapSan judges by its suppressions
}{}

const mapsanRaceExitCode = 66 // as in the race detector

func init() {
	rest := gogetenv("MAPSAN")
	for {
		var word string
		if word, rest = mapsanCutWord(rest); word == "" {
			break
		}
		key, value := mapsanCutAt(word, '=')
		if !mapsanSet(key, value) {
			print("mapsan: MAPSAN: cannot use \"", word, "\": known are log_path=PATH|stderr|stdout|off events=PATH halt_on_error=0|1 exitcode=0..255 fail_tests=0|1\n")
		}
	}
	if mapsanSettings.events != "" {
		mapsanOpenStream(mapsanSettings.events)
	}
}

func mapsanSet(key, value string) bool {
	s := &mapsanSettings
	switch key {
	case "log_path":
		switch value {
		case "":
			return false
		case "stderr":
			s.text = mapsanTextStderr
		case "stdout":
			s.text = mapsanTextStdout
		case "off":
			s.text = mapsanTextOff
		default:
			s.text, s.logPath = mapsanTextFile, value
		}
	case "events":
		s.events = value
		return value != ""
	case "halt_on_error":
		s.halt = value == "1"
		return value == "0" || value == "1"
	case "fail_tests":
		s.passing = value == "0"
		return value == "0" || value == "1"
	case "exitcode":
		n := 0
		for i := 0; i < len(value) && n <= 255; i++ {
			if value[i] < '0' || value[i] > '9' {
				return false
			}
			n = n*10 + int(value[i]-'0')
		}
		if value == "" || n > 255 {
			return false
		}
		s.exitCode = n
	default:
		return false
	}
	return true
}

// mapsanCutWord returns the first word of s, "" when there is none, and the rest.
func mapsanCutWord(s string) (word, rest string) {
	for len(s) > 0 && s[0] == ' ' {
		s = s[1:]
	}
	return mapsanCutAt(s, ' ')
}

func mapsanCutAt(s string, sep byte) (before, after string) {
	for i := 0; i < len(s); i++ {
		if s[i] == sep {
			return s[:i], s[i+1:]
		}
	}
	return s, ""
}
