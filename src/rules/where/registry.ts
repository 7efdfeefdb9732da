import { aliases } from './aliases.ts'
import { copies } from './copies.ts'
import { eitherOf } from './either.ts'
import { encoded } from './encoded.ts'
import { endless } from './endless.ts'
import { escapes } from './escapes.ts'
import { handlers } from './handlers.ts'
import { meanwhile } from './meanwhile.ts'
import type { Predicate } from './predicate.ts'
import { request } from './request.ts'
import { secrets } from './secrets.ts'
import { siblings } from './siblings.ts'
import { steps } from './steps.ts'
import { syncMap } from './sync-map.ts'
import { syntactic } from './syntactic.ts'
import { values } from './values.ts'

const simple = { ...syntactic, ...steps, ...siblings, ...syncMap, ...values, ...request, ...secrets, ...copies, ...aliases, ...escapes, ...endless, ...meanwhile, ...handlers, ...encoded }

/** All words that a rule's `where` may have. */
export const predicates: Readonly<Record<string, Predicate>> = { ...simple, either: eitherOf(simple) }
