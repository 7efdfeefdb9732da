import type { RuleText } from './rule-text.ts'

export const guardedBy: RuleText = {
  name: 'GuardedBy',
  title: 'breach of a guard',
  summary: 'A map whose declaration says `// mapsan:guardedby mu` was used by a goroutine that did not hold `mu`.',
  meaning: [
    'The comment stands at a field or variable and names the lock that guards its map: a mutex in the same struct, or a variable. The finding names an access, by that field or variable, that really happened in this run without the lock, when another goroutine had already used the map.',
    'What modifies the map needs the lock for writing; what only reads it may hold it for reading as well. An access that modifies under `RLock` is a breach.',
    'No race need have happened. Something else may have ordered the accesses of this run, by design or by luck.',
  ],
  reason: [
    'By the Go memory model two critical sections of one mutex are ordered, so accesses that all hold it cannot race. An access outside of it has no such order: whether it races depends on what else happens between the goroutines, which can be another thing in each run.',
  ],
  fixes: [
    'Take the lock around the access: `mu.Lock()` around what modifies, `mu.Lock()` or `mu.RLock()` around what reads.',
    'If the function is called with the lock held by its callers, look at the stack of the finding: one caller forgot it.',
    'If the declaration is wrong, because another lock guards the map or only one goroutine uses it, change the comment.',
    'If this one access is safe for a reason that you know, such as all other goroutines having ended, say so: `// mapsan:ignore guarded-by <reason>`.',
  ],
  limits: [
    'What a goroutine does to a map before any other has used it is no breach: a constructor needs no lock.',
    'Only accesses that name the field or variable are looked at: one by way of a local variable or a parameter may be to a map that was replaced since.',
    'Which object the lock belongs to is not looked at: the `mu` of another value of the same type counts as well. A lock that may be the declared one, such as one behind a pointer, counts as it.',
    'A lock that another goroutine holds meanwhile, as for workers that run while their starter has it, is not held by the goroutine itself.',
    'A map that is used again by way of a `sync.Pool` is shared from its first users on: who gets it needs the lock as well, if that is declared.',
    'Accesses are samples: of those that a goroutine makes to one map without synchronising in between, only the first is looked at.',
  ],
  links: [
    { title: 'The Go Memory Model', url: 'https://go.dev/ref/mem' },
    { title: 'sync.Mutex', url: 'https://pkg.go.dev/sync#Mutex' },
  ],
}
