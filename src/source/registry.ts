import { after } from './after.ts'
import type { Construct } from './construct.ts'
import type { EditKind } from './facts.ts'
import { length } from './length.ts'
import { load } from './load.ts'
import { beginLoaded, beginStored, loaded, stored } from './statement.ts'

export const constructs: Readonly<Record<EditKind, Construct>> = {
  load,
  len: length,
  after,
  loaded,
  stored,
  'begin-loaded': beginLoaded,
  'begin-stored': beginStored,
}
