import { expect, test } from 'vitest'
import { replaceTable } from './readme.ts'

test('the table goes between the markers, as often as one likes', () => {
  const readme = '# MapSan\n\n<!-- bench -->\nold\n<!-- /bench -->\n\n## Tests\n'
  const replaced = '# MapSan\n\n<!-- bench -->\nnew\n<!-- /bench -->\n\n## Tests\n'
  expect(replaceTable(readme, 'new')).toBe(replaced)
  expect(replaceTable(replaced, 'new')).toBe(replaced)
})

test('a README without the markers is left alone, loudly', () => {
  expect(() => replaceTable('# MapSan\n', 'new')).toThrow('README.md has no place for the table')
  expect(() => replaceTable('<!-- /bench -->\n<!-- bench -->\n', 'new')).toThrow('README.md has no place for the table')
})
