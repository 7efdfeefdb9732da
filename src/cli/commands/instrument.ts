import { Command } from 'commander'
import { relative } from 'node:path'
import { instrumentSources, patchFile, revertPatchFile, type InstrumentedSources } from '../../workflows/instrument-sources.ts'
import type { Context } from '../context.ts'

const examples = `
Puts a call around each map access in the sources of the packages (default: ./...), for builds whose flags cannot
be changed: any build system, any Go from 1.21 on. Some accesses, writes mostly, wait for a moment; who comes to the
same map meanwhile and conflicts is reported, with both stacks. That finds fewer races than \`mapsan test\` does, and never a
false one. Calls that take or release a sync.Mutex or sync.RWMutex are tracked, so that reports say what both sides
held. Lines stay where they are. \`mapsan revert\` restores every file byte for byte.

Left alone, and listed: what could synchronise before the map is used, locks behind sync.Locker or handed on, files that
import "C" or are embedded, and files that say they are generated. Files for other systems or tags than those of this
build are not seen, and what has another type there may not compile: GOFLAGS=-tags=... chooses the tags. Packages are to
be built as packages from now on, not by the names of their files; build files that list sources (of Bazel: gazelle)
need internal/mapsan and each mapsan_hooks.go. Modules of a workspace (go.work) get their hooks one by one, each by a
call for its packages; a race of which each side is in another module is not found then. What moves its lines when gofmt
sees it with hooks is left alone as well.

The programs read MAPSAN, settings separated by spaces:
  off                    watch nothing
  out=FOLDER             make FOLDER a run folder, for \`mapsan report FOLDER\`
  log_path=PATH          write reports to PATH.<pid>; or stderr (default), stdout, off
  events=PATH            record them in PATH.<pid>
  halt_on_error=1        exit after the first report, with 66 unless exitcode=N says another
  delay=2ms              how long an access waits, ten times of it where there was none before
  max_overhead=10%       how much of the time may be spent waiting
  ownership=warn         the report warns of maps that goroutines take from each other again and again without a lock
                         that keeps them apart. A hand-over by channel, WaitGroup or atomic is not seen: it may be right

Examples:
  mapsan instrument --dry-run ./... | less
  mapsan instrument
  MAPSAN=out=/tmp/races go test -count=1 ./...
  mapsan report /tmp/races
  mapsan revert
`

interface InstrumentFlags {
  readonly dryRun: boolean
  readonly generated: boolean
  readonly quiet: boolean
}

export function instrumentCommand(context: Context): Command {
  return new Command('instrument')
    .summary('put hooks into the sources themselves, for builds whose flags cannot be changed')
    .description('Puts hooks into the sources themselves: the portable mode, for any Go from 1.21 on and any build system.')
    .argument('[packages...]', 'packages of this module')
    .option('--dry-run', 'print the change as a unified diff, and change nothing', false)
    .option('--generated', 'also change files that say they are generated', false)
    .option('--quiet', 'do not list what is left alone', false)
    .addHelpText('after', examples)
    .action(async (patterns: readonly string[], flags: InstrumentFlags) => {
      const made = await instrumentSources(context.session(), { patterns, ...flags })
      if (flags.dryRun) context.print(made.patch.toString('latin1'))
      tell(context, made, flags)
      context.exit(0)
    })
}

function tell({ progress }: Context, { root, alreadyThere, accesses, files, left, inWorkspace }: InstrumentedSources, { dryRun, quiet }: InstrumentFlags): void {
  if (alreadyThere) {
    progress.note(`${root} is instrumented already, ${count(files, 'file')}; \`mapsan revert\` takes the hooks out`)
    return
  }
  for (const { path, line, what } of quiet ? [] : left) progress.note(`left alone: ${relative(process.cwd(), path) || '.'}${line === 0 ? '' : `:${line}`}: ${what}`)
  const rest = left.length === 0 ? '' : `; ${count(left.length, 'place')} left alone`
  progress.note(`${dryRun ? 'would put' : 'put'} ${count(accesses, 'hook')} into ${count(files, 'file')}${rest}`)
  if (inWorkspace) progress.note(`${root} is one module of a workspace: what the others do with maps is seen once \`mapsan instrument\` has run in their folders, too`)
  else if (files === 0) progress.note(`nothing was changed: no map access was found in these packages of ${root}`)
  if (dryRun || files === 0) return
  progress.note(`${patchFile} and ${revertPatchFile} in ${root} have the change and the way back; \`mapsan revert\` undoes it`)
  progress.note('build as usual, run with MAPSAN=out=FOLDER, then see `mapsan report FOLDER`')
}

function count(n: number, noun: string): string {
  return `${n} ${noun}${n === 1 ? '' : 's'}`
}
