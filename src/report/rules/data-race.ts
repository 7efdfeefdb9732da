import type { RuleText } from './rule-text.ts'

export const dataRace: RuleText = {
  name: 'DataRace',
  title: 'data race',
  summary: 'Two goroutines use one place in memory that is no map, at least one of them writes it, and nothing orders the two accesses.',
  meaning: [
    'Go\'s own race detector reported it, in a run of `mapsan race`: a variable, a field, an element of a slice or of an array, or what a pointer points to. Both accesses really happened. They need not have met in time; next time they may.',
    'A race on the structure of a map is a finding of the rule map-race instead, and often comes together with one of this rule: the value of an entry is memory like any other.',
  ],
  reason: [
    'The Go memory model orders two operations only by synchronisation: a `go` statement comes before what the new goroutine does, a send before its receive, `Unlock` before the next `Lock`, an atomic store before the load that sees it, and so on. Between the two accesses the race detector found no chain of them.',
    'The compiler and the processor rely on that order. A reader may see the old value for ever, half of a string, slice or interface, or a pointer to something that is not filled in yet. There is no benign data race: the memory model leaves open what happens.',
  ],
  fixes: [
    'Guard every access with one lock: `mu.Lock()` around what writes, `mu.Lock()` or `mu.RLock()` around what reads.',
    'For one number, flag or pointer, use the types of `sync/atomic` (`atomic.Int64`, `atomic.Bool`, `atomic.Pointer`) at every place that uses it.',
    'Leave the memory to one goroutine, and let the others ask it over a channel.',
    'Wait for the goroutine that writes, with a `sync.WaitGroup` or a channel, before its results are read.',
    'A variable of the function around it that a started goroutine writes, such as `err`, needs to be one of its own: `err := …` inside.',
  ],
  limits: [
    'The race detector sees what ran, and forgets older accesses: no finding is no proof. Of an access that it has forgotten the stack of, the report says that it is not known.',
    'It does not say which locks were held. For races on maps, `mapsan test` and `mapsan run` do.',
    'Order by means that it cannot see, such as atomics in assembly or synchronisation in C, is no order to it. Then a finding can be wrong: use `// mapsan:ignore data-race <reason>`.',
  ],
  links: [
    { title: 'Data Race Detector', url: 'https://go.dev/doc/articles/race_detector' },
    { title: 'The Go Memory Model', url: 'https://go.dev/ref/mem' },
  ],
}
