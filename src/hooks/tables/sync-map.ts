import type { Hook } from '../hook.ts'
import { append, importAmong, replaceStatement, type Place } from './shapes.ts'

const file = 'internal/sync/hashtriemap.go'
const load: Place = { file, function: 'HashTrieMap.Load' }

/** Loads that stand for themselves: `slot.Load()` → `slot.MapsanRawLoad()`. */
function rawLoad(place: Place, operand: string) {
  return {
    ...place,
    query: `(call_expression function: (selector_expression operand: ${operand} field: (field_identifier) @method) (#eq? @method "Load"))`,
    count: 1,
    edits: [{ do: 'replace', at: 'method', text: 'MapsanRawLoad' } as const],
  }
}

/**
 * Load of sync.Map goes from node to node by atomic loads. An entry that it finds was put into its slot by a goroutine that had
 * come the same way, with all acquires: the last slot says all that the way to it would say. (Whoever puts a node between,
 * moves the entry into a slot of the new node, by an atomic store of its own.) An entry that it does not find may have been
 * taken away anywhere on the way, before a node was put there: then it acquires all of the way.
 *
 * Without this, Load is as right, and takes twice as long. The text is the same in go1.24-1.27.
 */
export const syncMap: Hook = {
  id: 'syncmap.load',
  why: 'the nodes inside of a sync.Map order nobody who finds what he looks for',
  sites: [
    importAmong(file, 'internal/goarch', '"internal/race"'),
    // What it says is said by the root, which is stored just before it and loaded by all that ask for it.
    rawLoad({ file, function: 'HashTrieMap.init' }, '(selector_expression field: (field_identifier) @field (#eq? @field "inited"))'),
    rawLoad(load, '(selector_expression field: (field_identifier) @field (#eq? @field "root"))'),
    rawLoad(load, '(index_expression)'),
    replaceStatement(load, 'return *new(V), false', 'ht.mapsanAcquireWay(hash); return *new(V), false'),
    replaceStatement(load, 'return n.entry().lookup(key)', 'race.Acquire(unsafe.Pointer(&i.children[(hash>>hashShift)&nChildrenMask])); '
      + 'if found, ok := n.entry().lookup(key); ok { return found, true }; ht.mapsanAcquireWay(hash); return *new(V), false'),
    append(file, `
// mapsanAcquireWay acquires every node that an entry with this hash could be in.
func (ht *HashTrieMap[K, V]) mapsanAcquireWay(hash uintptr) {
	at := ht.root.Load()
	for shift := uint(8 * goarch.PtrSize); shift != 0; {
		shift -= nChildrenLog2
		next := at.children[(hash>>shift)&nChildrenMask].Load()
		if next == nil || next.isEntry {
			return
		}
		at = next.indirect()
	}
}`),
  ],
}
