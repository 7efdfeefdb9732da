import { base } from './style/base.ts'
import { finding } from './style/finding.ts'
import { palette } from './style/palette.ts'
import { print } from './style/print.ts'
import { table } from './style/table.ts'
import { timeline } from './style/timeline.ts'

export const style = [palette, base, finding, timeline, table, print].join('')
