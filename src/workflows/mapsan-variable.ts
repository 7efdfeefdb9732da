/** Adds settings to the value of the environment variable MAPSAN; where the user has set one of them, ours wins. */
export function mapsanVariable(ofUser: string | undefined, ours: Readonly<Record<string, string>>): string {
  const kept = (ofUser ?? '').split(' ').filter((word) => word !== '' && ours[word.split('=', 1)[0] ?? ''] === undefined)
  return [...kept, ...Object.entries(ours).map(([key, value]) => `${key}=${value}`)].join(' ')
}
