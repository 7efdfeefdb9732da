/** The environment variable GORACE, read as the race detector reads it (compiler-rt, sanitizer_flag_parser.cpp). */

interface Setting {
  readonly name: string
  readonly value: string
}

const form = /([^\s,:=]+)=(?:'([^']*)'|"([^"]*)"|([^\s,:]*))/g

export function readGorace(text = ''): readonly Setting[] {
  return Array.from(text.matchAll(form), ([, name = '', single, double, bare]) => ({ name, value: single ?? double ?? bare ?? '' }))
}

/** The value that counts when a setting is given several times. */
export function settingOf(text: string | undefined, name: string): string | undefined {
  return readGorace(text).findLast((setting) => setting.name === name)?.value
}

/** The user's own settings, word for word, and after them those that MapSan needs: of two with one name, the last one holds. */
export function goraceVariable(own: string | undefined, settings: Readonly<Record<string, string>>): string {
  const added = Object.entries(settings).map(([name, value]) => `${name}=${value}`)
  return [...(own ? [own] : []), ...added].join(' ')
}
