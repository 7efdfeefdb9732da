import { Command } from 'commander'
import { flags } from '../../workflows/flags.ts'
import type { Context } from '../context.ts'
import { shellWord } from '../messages.ts'

const examples = `
What GOFLAGS says already is merged in. Packages are those that will be built (default: ./...); name them when
they lie elsewhere. Print the value again when their dependencies change.

Examples:
  GOFLAGS="$(mapsan flags)" go test ./...
  eval "$(mapsan flags --export)"              for this shell: whatever calls go, uses the sanitizer
`

interface FlagsFlags {
  readonly export?: true
}

export function flagsCommand(context: Context): Command {
  return new Command('flags')
    .summary('print a value for GOFLAGS, for IDEs and Makefiles')
    .description('Prints one value for GOFLAGS with which any go command builds with the map sanitizer.')
    .argument('[packages...]', 'packages that are going to be built')
    .option('--export', 'print commands for a shell instead')
    .addHelpText('after', examples)
    .action(async (patterns: readonly string[], options: FlagsFlags) => {
      const { GOFLAGS, clone } = await flags(context.session(), { patterns })
      const shell = Object.entries({ GOFLAGS, ...clone }).map(([name, value]) => `export ${name}=${shellWord(value)}\n`)
      if (options.export) {
        context.print(shell.join(''))
        return
      }
      context.print(`${GOFLAGS}\n`)
      if (clone === undefined) return
      context.progress.note('this Go was downloaded by Go itself and may not be overlaid where it lies; MapSan has a copy of it.')
      context.progress.note(`these are needed as well (or use --export):\n${shell.slice(1).join('')}`)
    })
}
