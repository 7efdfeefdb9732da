import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { applySites } from '../../src/hooks/apply.ts'
import type { Site } from '../../src/hooks/hook.ts'
import { append, insertAfter, insertBefore, removeStatement, renameIdentifier, replaceExpression, silence } from '../../src/hooks/tables/shapes.ts'
import { loadGoSyntax } from '../../src/syntax/go.ts'
import { lineOf } from '../../src/syntax/positions.ts'

const syntax = await loadGoSyntax()

const file = 'runtime/ledger.go'
const source = `package runtime

// post is on a page with “quotes” and 𝔘𝔫𝔦𝔠𝔬𝔡𝔢 in front of what is edited.
func post(l *ledger, entry int) {
	if raceenabled && l != nil {
		raceacquire(unsafe.Pointer(l))
	}
	l.entries[entry]++
	settle(l,
		entry)
}

func (l *ledger) post() { post(l, 1) }

func settle(l *ledger, entry int) { raceacquire(unsafe.Pointer(l)) }
`

function apply(...sites: readonly Site[]): string | undefined {
  return applySites(syntax, { file, source, goVersion: 'go1.26.8' }, sites.map((site) => ({ id: 'ledger', site })))
}

const post = { file, function: 'post' }

describe('a site', () => {
  test('is looked for in its function alone, and edits every match', () => {
    expect(apply(renameIdentifier(post, 'raceacquire', 'mapsanAcquire', 1))).toBe(source.replace('raceacquire', 'mapsanAcquire'))
    expect(apply(renameIdentifier({ file }, 'raceacquire', 'mapsanAcquire', 2))).toBe(source.replaceAll('raceacquire', 'mapsanAcquire'))
  })

  test('inserts on the line that is there, and declarations at the end', () => {
    const text = apply(insertBefore(post, 'l.entries[entry]++', 'seen(l)'), insertAfter(post, 'settle(l,\n\t\tentry)', 'done(l)'), append(file, 'func seen(l *ledger)'))
    expect(text).toContain('\n\tseen(l); l.entries[entry]++\n')
    expect(text).toContain('\n\t\tentry); done(l)\n')
    expect(text?.endsWith('}\nfunc seen(l *ledger)\n')).toBe(true)
  })

  test('that takes out two lines leaves two lines', () => {
    expect(apply(removeStatement(post, 'settle(l,\n\t\tentry)'))).toBe(source.replace('settle(l,\n\t\tentry)', '\n'))
  })

  test('without edits only has to match', () => {
    expect(apply({ ...silence(post, 0) })).toBeUndefined()
    expect(() => apply({ ...replaceExpression(post, 'race.Enabled', 'false'), edits: [] })).toThrow('expects 1 place, and found 0')
  })

  test('that does not match as often as it says names the hook, the file, both counts and the version', () => {
    expect(() => apply(renameIdentifier(post, 'raceacquire', 'mapsanAcquire', 3))).toThrow(
      expect.objectContaining({
        code: 'HOOK_ANCHOR_MISSING',
        message: 'Hook ledger does not fit go1.26.8: in runtime/ledger.go, function post, it expects 3 places, and found 1.',
      }),
    )
  })

  test('whose function is not there has no place', () => {
    expect(() => apply(renameIdentifier({ file, function: 'ledger.close' }, 'raceacquire', 'mapsanAcquire', 1))).toThrow('function ledger.close, it expects 1 place, and found 0')
  })

  test('tells a method from a function of the same name', () => {
    expect(apply(replaceExpression({ file, function: 'ledger.post' }, 'post(l, 1)', 'post(l, 2)'))).toBe(source.replace('post(l, 1)', 'post(l, 2)'))
  })

  test('may not move the lines below it', () => {
    expect(() => apply(insertAfter(post, 'l.entries[entry]++', 'a()\nb()'))).toThrow('would move the lines below it')
  })
})

test('whatever statements are taken out or inserted between, the others stay on their lines', () => {
  const statement = fc.constantFrom('first()', 'second()', 'third(a,\n\t\tb)', 'ü := "—"')
  const edit = fc.constantFrom(
    (text: string) => removeStatement({ file }, text), (text: string) => insertBefore({ file }, text, 'x()'), (text: string) => insertAfter({ file }, text, 'x()'))
  fc.assert(fc.property(fc.uniqueArray(statement, { minLength: 1 }), edit, fc.nat(), (statements, shape, choice) => {
    const chosen = statements[choice % statements.length] ?? ''
    const text = `package p\n\nfunc f() {\n\t${statements.join('\n\t')}\n\tlast()\n}\n`
    const edited = applySites(syntax, { file, source: text, goVersion: 'go1.26.8' }, [{ id: 'f', site: shape(chosen) }]) ?? ''
    for (const kept of [...statements.filter((other) => other !== chosen), 'last()']) {
      expect(lineIn(edited, kept)).toBe(lineIn(text, kept))
    }
  }))
})

function lineIn(text: string, statement: string): number | undefined {
  const nodes = syntax.parse(text).rootNode.descendantsOfType(['expression_statement', 'short_var_declaration'])
  const node = nodes.find((candidate) => candidate.text === statement)
  return node === undefined ? undefined : lineOf(node)
}
