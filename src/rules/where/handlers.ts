/** What a goroutine does to the maps of a request that its handler has, too. */
import { z } from 'zod'
import type { Node } from 'web-tree-sitter'
import { extend } from '../match.ts'
import { localOf, parametersOf } from '../types/scope.ts'
import { functionsAround } from './around.ts'
import { capture, nodeOf, predicate } from './predicate.ts'
import { waitsAfter } from './waiting.ts'

interface Shared {
  /** The parameter's type. */
  readonly type: string
  /** What is done, by the text behind the parameter's name and the text around it. */
  readonly uses: RegExp
  readonly whose: string
}

/** net/http: a request and its maps belong to the handler until it returns, and then to the server; gin and fiber use their contexts again for the next request. */
const shared: readonly Shared[] = [
  { type: 'http.ResponseWriter', uses: /^\.Header\(\)/, whose: 'the server sends the headers' },
  { type: '*http.Request', uses: /^\.(ParseForm|ParseMultipartForm|FormValue|PostFormValue|FormFile)\(|^\.(Header|Trailer|Form|PostForm)(\.(Set|Add|Del)\(|\[[^\]]*\]\s*(=[^=]|\+=|\+\+))/, whose: 'the caller still uses it' },
  { type: '*gin.Context', uses: /^\.[A-Z]/, whose: 'gin takes it for the next request' },
  { type: '*fiber.Ctx', uses: /^\.[A-Z]/, whose: 'fiber takes it for the next request' },
]

export const handlers = {
  /** One match for each parameter of a handler of which the closure of a goroutine uses the maps, when the handler waits for nothing after that. */
  'uses-request-maps': predicate(z.strictObject({ in: capture, as: capture }), ({ in: where, as }, match) => {
    const closure = nodeOf(match, where)
    const fn = closure && functionsAround(closure)[0]
    if (!closure || !fn || waitsAfter(closure.namedChildren[0] ?? closure) || /wait/i.test(fn.text.slice(closure.endIndex - fn.startIndex))) return false
    return parametersOf(fn).flatMap(({ name, type }) => {
      const how = shared.find((one) => one.type === type?.text)
      const use = how && closure.descendantsOfType('identifier').find((one) => one.text === name.text && localOf(one)?.name.id === name.id && how.uses.test(textBehind(one, closure)))
      return how && use ? [extend(match, { nodes: { [as.slice(1)]: useAround(use) }, words: { whose: how.whose } })] : []
    })
  }),
}

function textBehind(name: Node, closure: Node): string {
  return closure.text.slice(name.endIndex - closure.startIndex, name.endIndex - closure.startIndex + 200)
}

/** `r.Header` for `r`. */
function useAround(name: Node): Node {
  return name.parent?.type === 'selector_expression' ? name.parent : name
}
