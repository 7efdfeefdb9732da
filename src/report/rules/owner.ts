import type { RuleText } from './rule-text.ts'

export const owner: RuleText = {
  name: 'Owner',
  title: 'breach of ownership',
  summary: 'A map whose declaration says `// mapsan:owner` went from one goroutine to another by other means than a channel or a `go` statement.',
  meaning: [
    'The comment stands at a field or variable and says that one goroutine at a time owns its map: whoever uses it got it over a channel, or was started with it. The finding names two accesses of this run to one map, by two goroutines, and what ordered them: a lock, a WaitGroup, a `sync.Once` or an atomic.',
    'No race happened between the two: that would be a finding of the rule map-race.',
  ],
  reason: [
    'Ownership that is handed over can be seen where it happens: the sender has no use for the map afterwards, and the receiver needs no lock. Once goroutines find the map by themselves and only a lock or an atomic keeps them apart, it is shared, whatever the comment says, and the next access that forgets the lock is a race by the Go memory model.',
  ],
  fixes: [
    'Send the map, or what holds it, over a channel, and do not use it after that.',
    'Let one goroutine keep the map, and let the others ask it over a channel.',
    'If the map is meant to be shared, guard it with a lock and declare that: `// mapsan:guardedby mu`.',
    'If this hand-over is safe for a reason that you know, say so: `// mapsan:ignore owner <reason>`.',
  ],
  limits: [
    'A hand-over counts as a breach only when it is certain what it was ordered by. One that came by way of third goroutines is none.',
    'Between goroutines that all only read the map nothing has to be handed over, so there is no breach.',
    'Only maps are looked at that the field or variable names at both accesses.',
  ],
  links: [
    { title: 'The Go Memory Model', url: 'https://go.dev/ref/mem' },
    { title: 'Share Memory By Communicating', url: 'https://go.dev/blog/codelab-share' },
  ],
}
