import type { RuleText } from './rule-text.ts'

export const mapVariableRace: RuleText = {
  name: 'MapVariableRace',
  title: 'map variable race',
  summary: 'One goroutine assigns a variable that holds a map while another one uses the variable, and nothing orders the two.',
  meaning: [
    'The variable, field or element that the finding names is what raced, not the map in it: `cfg.data = fresh` in one goroutine, `cfg.data[key]` in another. Both really happened in this run, to the same variable, and at least one of them assigned it.',
    'The reader may see the old map or the new one, and go on with the old one for as long as it likes. Without an order it may also see the new map before the entries that were put into it, or never see it at all: the compiler may keep the old one in a register. The runtime notices nothing of this.',
  ],
  reason: [
    'The Go memory model orders two operations only by synchronisation: a `go` statement comes before what the new goroutine does, `Unlock` before the next `Lock`, an atomic store before the load that sees it, and so on. Between the assignment and the other use MapSan found no chain of them.',
    'That a map is a pointer, and a pointer is written as a whole, does not help: what it points to is published by synchronisation alone.',
  ],
  fixes: [
    'Publish a whole map with `atomic.Pointer`: `cfg.data.Store(&fresh)` and `(*cfg.data.Load())[key]`. The map must not be modified after that.',
    'Or guard the variable, like the map in it, with one lock: `mu.Lock()` around the assignment, `mu.RLock()` around what reads it. A reader that keeps the map beyond the lock needs it to stay as it is.',
    'Or let the goroutine that owns the variable do the assignment, and send it the new map over a channel.',
    'Emptying the old map with `clear` instead is no way out: that is a race on the map.',
  ],
  limits: [
    'Only sources that MapSan can rewrite are looked at: those of your modules, of those that `replace` puts in a folder, and of a workspace. What cannot be watched without changing what the program does is left out, such as a copy of a struct with the variable in it.',
    'MapSan sees what ran. No finding is no proof.',
    'Order by means that it cannot see, such as atomics in assembly, synchronisation in C, or another process, is no order to it. Then a finding can be wrong: use `// mapsan:ignore map-variable-race <reason>`.',
  ],
  links: [
    { title: 'The Go Memory Model', url: 'https://go.dev/ref/mem' },
    { title: 'Data Race Detector', url: 'https://go.dev/doc/articles/race_detector' },
  ],
}
