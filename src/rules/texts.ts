/** Texts that a rule needs somewhere: `Load(|Store(` stands for either of the two. */

const patterns = new Map<string, RegExp>()

/** Whether a text has one of the alternatives. */
export function contains(text: string, alternatives: string): boolean {
  let pattern = patterns.get(alternatives)
  if (pattern === undefined) patterns.set(alternatives, (pattern = new RegExp(alternatives.split('|').map(escaped).join('|'))))
  return pattern.test(text)
}

function escaped(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&')
}
