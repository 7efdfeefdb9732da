type Settings = Readonly<Record<string, string>>

/**
 * Adds settings to the value of the environment variable MAPSAN. Where the user has set one of them, ours wins; of defaults,
 * the user's does.
 */
export function mapsanVariable(ofUser: string | undefined, ours: Settings, defaults: Settings = {}): string {
  const words = (ofUser ?? '').split(' ').filter((word) => word !== '' && ours[keyOf(word)] === undefined)
  const chosen = new Set(words.map(keyOf))
  const missing = Object.entries(defaults).filter(([key]) => !chosen.has(key))
  return [...words, ...[...missing, ...Object.entries(ours)].map(([key, value]) => `${key}=${value}`)].join(' ')
}

function keyOf(word: string): string {
  return word.split('=', 1)[0] ?? ''
}
