const begin = '<!-- bench -->'
const end = '<!-- /bench -->'

/** The README with another table between its two markers. */
export function replaceTable(readme: string, table: string): string {
  const [from, to] = [readme.indexOf(begin), readme.indexOf(end)]
  if (from < 0 || to < from) throw new Error(`README.md has no place for the table: ${begin} and then ${end}, each on a line of its own`)
  return `${readme.slice(0, from + begin.length)}\n${table}\n${readme.slice(to)}`
}
