import { z } from 'zod'
import { extend } from '../match.ts'
import { capture, nodeOf, predicate } from './predicate.ts'

/** Keys whose form says whose they are. */
const known: readonly { readonly what: string; readonly form: RegExp }[] = [
  { what: 'a key of AWS', form: /^AKIA[0-9A-Z]{16}$/ },
  { what: 'a token of GitHub', form: /^(gh[pousr]_[A-Za-z0-9]{36,}|github_pat_\w{60,})$/ },
  { what: 'a token of GitLab', form: /^glpat-[\w-]{20,}$/ },
  { what: 'a token of Slack', form: /^xox[abprs]-[0-9A-Za-z-]{20,}$/ },
  { what: 'a key of Stripe', form: /^[rs]k_live_[0-9A-Za-z]{20,}$/ },
  { what: 'a key of Google', form: /^AIza[\w-]{35}$/ },
  { what: 'a private key', form: /^-----BEGIN (RSA |EC |DSA |OPENSSH )?PRIVATE KEY-----[\s\\n]*[A-Za-z0-9+/=\s\\]{100,}/ },
]

const names = /(password|passwd|pwd|secret|api_?key|access_?key|private_?key|auth_?token|access_?token|bearer|credential)s?$/i

/** What stands there until the real one does, or shows what one looks like. */
const placeholder = /example|sample|dummy|fake|test|mock|change_?me|your|xxx|<|>|\{|\}|\$|%|\.\.\.|todo|redacted|default|placeholder|0123|1234|abcd/i

/** Bits for each character below which a text is rather a word than a key. */
const leastEntropy = 3.2

export const secrets = {
  /** A literal that is a secret: by its form, or by the name of what it is assigned to and by looking random. */
  secret: predicate(z.strictObject({ at: capture, name: capture }), ({ at, name }, match) => {
    const text = nodeOf(match, at)?.text.slice(1, -1) ?? ''
    const form = known.find((one) => one.form.test(text))
    if (form !== undefined) return (text.startsWith('-----') || !placeholder.test(text)) && [extend(match, { words: { what: form.what } })]
    const called = nodeOf(match, name)?.text.replaceAll('"', '')
    if (called === undefined || !names.test(called) || !looksRandom(text)) return false
    return [extend(match, { words: { what: `the value of ${called}` } })]
  }),
}

function looksRandom(text: string): boolean {
  if (text.length < 12 || text.length > 200 || placeholder.test(text) || !/^[\w+/=.!@#^&*-]+$/.test(text)) return false
  if (!/\d/.test(text) || !/[A-Za-z]/.test(text)) return false
  // Paths, versions, hosts and names made of words.
  if (/^[a-z0-9]+([._/-][a-z0-9]+)+$/.test(text) && !/\d{3}/.test(text)) return false
  return entropyOf(text) >= leastEntropy
}

/** Shannon's, in bits for each character. */
export function entropyOf(text: string): number {
  const counts = new Map<string, number>()
  for (const character of text) counts.set(character, (counts.get(character) ?? 0) + 1)
  return [...counts.values()].reduce((sum, count) => sum - (count / text.length) * Math.log2(count / text.length), 0)
}
