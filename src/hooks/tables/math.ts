import type { Hook } from '../hook.ts'
import { directiveBefore, importBeside, insertBefore } from './shapes.ts'

/**
 * In a package that is compiled with intrinsics off, math.Sqrt is inlined down to the software version: 90 times slower.
 * So Sqrt stays a call, into package math, where it is an instruction. Nothing but speed shows whether the hook is there.
 */
export const mathCalls: Hook = {
  id: 'math',
  why: 'math stays fast in packages that are compiled with intrinsics off',
  sites: [
    directiveBefore('math/sqrt.go', 'Sqrt'),
    directiveBefore('math/fma.go', 'FMA'),
    importBeside('math/fma.go', 'math/bits', '("internal/cpu"; "internal/goarch")'),
    // Where the processor has no FMA, the instruction would be a call of FMA again.
    insertBefore({ file: 'math/fma.go', function: 'FMA' }, 'bx, by, bz := Float64bits(x), Float64bits(y), Float64bits(z)',
      'if goarch.IsArm64 == 1 || cpu.X86.HasFMA { return FMA(x, y, z) }'),
  ],
}
