/** Whole structs that are encoded, with the maps in them. */
import { z } from 'zod'
import { extend } from '../match.ts'
import { fieldsOf } from '../types/declarations.ts'
import { isMapType } from '../types/kinds.ts'
import { localOf } from '../types/scope.ts'
import { stripped, typeOf, underlying } from '../types/type-of.ts'
import { declarationAround, receiverOf } from './around.ts'
import { capture, predicate } from './predicate.ts'
import { useOf } from './steps.ts'

/** Methods that say how a type is encoded: they are called instead of going through its fields. */
const ownForm: Readonly<Record<string, readonly string[]>> = { json: ['MarshalJSON', 'MarshalText'], yaml: ['MarshalYAML'] }

export const encoded = {
  /** The step encodes the receiver as a whole. One match for each map field that this goes through; binds its path as `<at>-field`. */
  'encodes-receiver': predicate(z.strictObject({ at: capture }), ({ at }, match, { facts }) => {
    const use = useOf(match, at)
    const method = use && declarationAround(use.node)
    const receiver = method && receiverOf(method)
    const encoder = Object.keys(ownForm).find((name) => use?.by?.startsWith(`${name}.`))
    if (!use || !receiver || encoder === undefined || use.map.text !== receiver.name || localOf(use.map)?.parameter !== true || typeOf(use.map, facts)?.text !== receiver.type) return false
    if (ownForm[encoder]?.some((one) => facts.functions.get(`${receiver.type}.${one}`) !== undefined)) return false
    const struct = underlying(facts.types.get(receiver.type)?.childForFieldName('type') ?? undefined, facts)
    // What is embedded may bring a form of its own.
    if (struct?.type !== 'struct_type' || fieldsOf(struct).some(({ embedded, type }) => embedded && !/^sync\./.test(type.text))) return false
    return fieldsOf(struct).filter((field) => /^[A-Z]/.test(field.name) && isMapType(stripped(field.type), facts) === 'yes' && !/\b(json|yaml):"-"/.test(field.type.parent?.childForFieldName('tag')?.text ?? '')).map((field) =>
      extend(match, { words: { [`${at.slice(1)}-field`]: `.${field.name}`, map: `${receiver.name}.${field.name}`, type: stripped(field.type)?.text ?? 'map' } }))
  }),
}
