import { Command } from 'commander'
import { revertSources } from '../../workflows/revert-sources.ts'
import type { Context } from '../context.ts'

const notes = `
Files that were not edited since \`mapsan instrument\` are again what they were, byte for byte. From those that were, the
hooks are taken out and the edits stay; where that is not certain, nothing at all is changed, and the place is named.
`

export function revertCommand(context: Context): Command {
  return new Command('revert')
    .summary('take the hooks of `mapsan instrument` out again')
    .description('Takes out of the sources of this module what `mapsan instrument` put in.')
    .addHelpText('after', notes)
    .action(async () => {
      const { root, files } = await revertSources(context.session())
      context.progress.note(files === 0 ? `there is nothing to revert in ${root}` : `took the hooks out of ${files} file${files === 1 ? '' : 's'} in ${root}`)
      context.exit(0)
    })
}
