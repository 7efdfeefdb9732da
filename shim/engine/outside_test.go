package engine

import "testing"

func TestCallsOfHooksAreTheirs(t *testing.T) {
	none, server := mapsanRestSamples{}, mapsanRestSamples{program: 1000, hooks: 20}
	for _, c := range []struct {
		about string
		taken mapsanTaken
		rests mapsanRestSamples
		want  mapsanSamples
	}{
		{"no hooks", mapsanTaken{mapsanSamples{100, 0, 0}, none}, server, mapsanSamples{100, 0, 0}},
		{"never at rest", mapsanTaken{mapsanSamples{900, 50, 50}, none}, none, mapsanSamples{820, 90, 90}},
		{"at rest", mapsanTaken{mapsanSamples{1000, 0, 20}, server}, server, mapsanSamples{930, 0, 90}},
		{"in turns", mapsanTaken{mapsanSamples{2000, 60, 60}, server}, server, mapsanSamples{1796, 162, 162}},
		{"little of it the program's", mapsanTaken{mapsanSamples{300, 0, 700}, none}, none, mapsanSamples{180, 0, 820}},
		{"a rest that is counted late", mapsanTaken{mapsanSamples{1000, 0, 10}, server}, server, mapsanSamples{965, 0, 45}},
	} {
		if got := c.taken.withCalls(c.rests); got != c.want {
			t.Errorf("%s: %+v, not %+v", c.about, got, c.want)
		}
	}
}

func TestBudgetRemembersRests(t *testing.T) {
	b := mapsanBudget{limit: 200}
	b.judge(mapsanTaken{mapsanSamples{8000, 0, 160}, mapsanRestSamples{8000, 160}})
	b.judge(mapsanTaken{mapsanSamples{1000, 0, 120}, mapsanRestSamples{}}) // 20 of these are calls
	if got := b.recent.sync; got != (160+560)*7/8+120+70+80 {
		t.Errorf("%d samples are synchronisation's", got)
	}
}
