package engine

import (
	"fmt"
	"regexp"
	"strings"
	"testing"
)

var busyStatus = mapsanStatus{
	pid: 4711, goVersion: "go1.26.8",
	races: 17, findings: 1, untracked: 1, skipped: 1200,
	slotLimit: 255, slotsUsed: 12, slotsPeak: 40, slotsTakenBack: 3,
	goroutines: 50, objects: 600,
	memory: mapsanMemory{contexts: 20_000, objects: 96_000, vectors: 8_000, other: 64_000, static: 1_900_000},
	budget: mapsanBudget{limit: 200, mode: mapsanModeByTime + 1, cheapest: mapsanModeByTime + 1,
		all: mapsanSamples{1000, 31, 151}, recent: mapsanSamples{1000, 20, 120}},
}

func statusText(s mapsanStatus, format func(*mapsanBuffer, *mapsanStatus)) string {
	w := mapsanBuffer{b: make([]byte, 16<<10)}
	format(&w, &s)
	return string(w.b[:w.n])
}

func TestStatusText(t *testing.T) {
	const want = `MapSan in process 4711 (go1.26.8): 1 map race found, seen 17 times
  maps     sampled by site: 1 in 1024 accesses at places that are busy; and by time: 1/4 of it
  skipped  1200 map accesses to save time; 1 map access checked but not recorded, for want of a slot
  cost     14.0% lately, of which synchronisation 12.0%; 18.2% since the start; max_overhead=20%
  slots    12 in use, 40 at most so far, 255 at most ever
  memory   2088 kB: goroutines 20, objects 96, clocks 8, other 64, static 1900
`
	if got := statusText(busyStatus, mapsanFormatStatus); got != want {
		t.Errorf("got:\n%s\nwant:\n%s", got, want)
	}
}

func TestStatusSaysWhatIsOff(t *testing.T) {
	if text := statusText(mapsanStatus{}, mapsanFormatStatus); !strings.Contains(text, "all accesses are tracked") || !strings.Contains(text, "not measured: max_overhead is not set") {
		t.Error(text)
	}
	resting := mapsanStatus{rested: 504, budget: mapsanBudget{limit: 200, mode: mapsanModeRests}}
	if text := statusText(resting, mapsanFormatStatus); !strings.Contains(text, "by time: 1/2 of it, and nothing at all in between\n") ||
		!strings.Contains(text, "to save time; nothing tracked for 50.4% of it; ") {
		t.Error(text)
	}
	exceeded := mapsanStatus{budget: mapsanBudget{limit: 200, mode: mapsanModes - 1, all: mapsanSamples{100, 1, 31}, recent: mapsanSamples{100, 1, 31}}}
	if text := statusText(exceeded, mapsanFormatStatus); !strings.Contains(text, "max_overhead=20% CANNOT BE KEPT") {
		t.Error(text)
	}
	if text := statusText(mapsanStatus{blind: true}, mapsanFormatStatus); !strings.Contains(text, "maps     off") {
		t.Error(text)
	}
}

// The form that Prometheus asks for; that its own parser reads the text is tested where a program serves it.
func TestMetrics(t *testing.T) {
	text := statusText(busyStatus, mapsanFormatMetrics)
	for _, want := range []string{
		"mapsan_findings_total 1", "mapsan_races_total 17", "mapsan_skipped_accesses_total 1200", "mapsan_slots_used 12",
		`mapsan_memory_bytes{kind="objects"} 96000`, `mapsan_mode{mode="sampled_by_time"} 1`, `mapsan_mode{mode="full"} 0`,
		"mapsan_rested_ratio 0.000", "mapsan_sampling_ratio 0.000244140", "mapsan_max_overhead_ratio 0.200", `mapsan_overhead_ratio{part="synchronisation"} 0.120`,
	} {
		if !strings.Contains(text, "\n"+want+"\n") {
			t.Errorf("no %s in\n%s", want, text)
		}
	}
	sample := regexp.MustCompile(`^(mapsan_[a-z_]+)(\{[a-z]+="[a-z_]+"\})? [0-9]+(\.[0-9]+)?$`)
	family, seen := "", map[string]bool{}
	for _, line := range strings.Split(strings.TrimSpace(text), "\n") {
		var name, kind string
		if n, _ := fmt.Sscanf(line, "# TYPE %s %s", &name, &kind); n == 2 {
			if name != family || (kind == "counter") != strings.HasSuffix(name, "_total") {
				t.Errorf("%s is a %s", name, kind)
			}
		} else if n, _ := fmt.Sscanf(line, "# HELP %s", &name); n == 1 {
			if family = name; seen[name] {
				t.Errorf("%s comes twice", name)
			}
			seen[name] = true
		} else if m := sample.FindStringSubmatch(line); m == nil || m[1] != family {
			t.Errorf("bad sample %q", line)
		}
	}
	if text := statusText(mapsanStatus{}, mapsanFormatMetrics); strings.Contains(text, "mapsan_overhead_ratio") || !strings.Contains(text, "mapsan_sampling_ratio 1.000000000\n") {
		t.Error(text)
	}
}
