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
	exitCode int    // 0: leave the program's exit code alone
	passing  bool   // a race does not fail the test that it happens in: MapSan judges by its suppressions
	signal   uint32 // that asks for the status; 0: none
	status   string // the address to serve the status at
	observe  bool   // how maps are shared
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
			print("mapsan: MAPSAN: cannot use \"", word, "\": known are log_path=PATH|stderr|stdout|off events=PATH halt_on_error=0|1 exitcode=0..255 fail_tests=0|1 max_overhead=1%..10000% status_signal=on|off status=HOST:PORT observe=on|off\n")
		}
	}
	if mapsanSettings.status != "" && !mapsanCanServe() {
		print("mapsan: MAPSAN: status is ignored: this binary was not built by `mapsan build --status`\n")
	}
	mapsanStartHelper()
	if mapsanSettings.events != "" {
		mapsanOpenStream(mapsanSettings.events, mapsanSettings.observe)
	} else if mapsanSettings.observe {
		print("mapsan: MAPSAN: observe is ignored: what is observed goes into the file that events=PATH names\n")
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
		n, ok := mapsanNumber(value, 255)
		if !ok {
			return false
		}
		s.exitCode = n
	case "max_overhead":
		if n := len(value); n > 0 && value[n-1] == '%' {
			value = value[:n-1]
		}
		percent, ok := mapsanNumber(value, 10000)
		if !ok || percent == 0 {
			return false
		}
		mapsanBudgetOfProcess.limit = uint64(percent) * 10
	case "observe":
		s.observe = value == "on"
		return value == "on" || value == "off"
	case "status_signal":
		if value != "on" && value != "off" {
			return false
		}
		s.signal = 0
		if value == "on" {
			s.signal = mapsanStatusSignal
		}
	case "status":
		s.status = value
		return value != ""
	default:
		return false
	}
	return true
}

// mapsanNumber reads a decimal number from 0 to most.
func mapsanNumber(digits string, most int) (n int, ok bool) {
	for i := 0; i < len(digits) && n <= most; i++ {
		if digits[i] < '0' || digits[i] > '9' {
			return 0, false
		}
		n = n*10 + int(digits[i]-'0')
	}
	return n, digits != "" && n <= most
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
