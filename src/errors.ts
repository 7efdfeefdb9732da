/**
 * Every way in which MapSan can stop, in one table. A message names what happened and where;
 * the help says what to do next; the exit code is part of the command line's contract.
 */
export const errorTable = {
  USAGE: { exit: 2, help: 'See `mapsan --help` or `mapsan <command> --help`.' },
  GO_NOT_FOUND: { exit: 2, help: 'Install Go 1.24 or newer (https://go.dev/dl) and put its bin folder on PATH.' },
  GO_TOO_OLD: { exit: 2, help: 'MapSan needs the Swiss-table maps of Go 1.24. Raise the `go` line in go.mod, or set GOTOOLCHAIN.' },
  GO_TOO_NEW: { exit: 2, help: 'Choose a supported Go, for instance with GOTOOLCHAIN=go1.27.3, or update MapSan.' },
  GO_UNSUPPORTED: { exit: 2, help: 'MapSan hooks 64-bit Go on linux and darwin, built without other sanitizers.' },
  HOOK_ANCHOR_MISSING: { exit: 2, help: 'This Go differs from the ones MapSan knows, so nothing was built. Use a released Go, or report this message.' },
  NOT_A_MODULE: { exit: 2, help: 'Run MapSan inside a Go module (a folder with go.mod, or below one) or workspace.' },
  NOT_ONE_MODULE: { exit: 2, help: 'Sources are changed in one module at a time: run it in the folder of each module whose maps matter.' },
  BAD_PACKAGE: { exit: 3, help: 'Fix what Go reports above, then run MapSan again.' },
  CONFLICTING_SANITIZER: { exit: 2, help: 'Take the flag out. For the race detector of Go, there is `mapsan race`.' },
  OVERLAY_CONFLICT: { exit: 2, help: 'Take the file out of your overlay: MapSan has to replace it itself.' },
  CACHE_UNUSABLE: { exit: 2, help: 'Point MAPSAN_CACHE at a folder that can be written and has room.' },
  BUILD_FAILED: { exit: 3, help: 'Fix what Go reports above, then run MapSan again.' },
  PROGRAM_FAILED: { exit: 3, help: 'The program failed for a reason of its own: no race that counts explains it.' },
  RACE_UNSUPPORTED: {
    exit: 2,
    help: 'It is there for linux (amd64, arm64, ppc64le, s390x, and loong64 and riscv64 in newer versions), darwin (amd64, arm64), and freebsd, netbsd and windows on amd64. `mapsan test` needs linux or darwin, and no race detector.',
  },
  RUNS_ELSEWHERE: { exit: 2, help: 'Unset GOOS and GOARCH, or name with -exec what can run it here.' },
  CGO_NEEDED: { exit: 2, help: 'Set CGO_ENABLED=1, and have a C compiler for that platform, such as gcc, in CC. `mapsan test` needs neither.' },
  C_COMPILER_MISSING: { exit: 2, help: 'Install one (gcc, or clang with CC=clang), or let CC name yours. `mapsan test` needs none.' },
  TIMED_OUT: { exit: 3, help: 'Look for what hangs, or give it more time with --timeout.' },
  FAILED_WITHOUT_RACE: {
    exit: 3,
    help: 'No race that counts explains it. If it died of `fatal error: concurrent map …` all the same, `mapsan race --help` says when that cannot be read; `mapsan test` and `mapsan run` show both sides of it.',
  },
  CONFIG_INVALID: { exit: 2, help: 'Mend the file; README.md, "Living with it", shows what belongs in it.' },
  RULE_INVALID: { exit: 2, help: 'Mend the rule; `mapsan lint --help` says what a rule file holds, and src/rules/library has examples.' },
  BASELINE_MISSING: { exit: 2, help: 'Write one with `mapsan report <run folder> --format baseline > <file>`.' },
  INTERRUPTED: { exit: 2, help: 'Nothing had run yet, so there is nothing to report.' },
  NEEDS_GENERICS: { exit: 2, help: 'The hooks of `mapsan instrument` are generic functions: they need Go 1.21, and `go 1.18` or more in go.mod.' },
  HOOKS_IN_THE_WAY: { exit: 2, help: 'Move it away, or remove it if it is what is left of MapSan: the hooks have to lie there.' },
  SOURCES_UNWRITABLE: { exit: 2, help: 'Mend that, and call MapSan again: what was begun is undone or finished first.' },
  PATCH_STALE: { exit: 2, help: 'Take what begins with `mapsan_` out of that place by hand, or undo the edit; then call `mapsan revert` again.' },
  TESTS_INTERRUPTED: { exit: 2, help: 'The report has what was found until then; run again for a verdict.' },
  RUN_FOLDER_UNREADABLE: { exit: 2, help: 'Give the folder that MapSan named at the end of a run; it holds run.json.' },
  SOURCES_CHANGED: { exit: 2, help: 'Run `mapsan fix` again: it looks at the sources as they are now.' },
  FIX_NOT_APPLIED: { exit: 2, help: 'The patch is in the run folder all the same: `git apply` takes it.' },
  RUN_NOT_REPEATABLE: { exit: 2, help: 'Name the packages instead: `mapsan fix [packages] [-- arguments]` runs them first.' },
  RUN_FOLDER_TOO_NEW: { exit: 2, help: 'Update MapSan to the version that recorded this run.' },
} as const satisfies Record<string, { readonly exit: 2 | 3; readonly help: string }>

export type ErrorCode = keyof typeof errorTable

/** An error that is the user's to mend. Anything else that is thrown is a bug of MapSan. */
export class ToolError extends Error {
  readonly code: ErrorCode

  constructor(code: ErrorCode, message: string, options?: ErrorOptions) {
    super(message, options)
    this.name = 'ToolError'
    this.code = code
  }
}
