import type { Hook } from '../hook.ts'
import { replaceStatement } from './shapes.ts'

/**
 * crypto/internal/constanttime.boolToUint8 (go1.26, 1.27) is nothing but an intrinsic. crypto/subtle is inlined down to it, so
 * in a package that is compiled with intrinsics off it is called, and panics. The compiler makes no branch of what it does
 * instead (cmd/compile: phiopt); where intrinsics are on, nothing changes.
 */
export const constantTime: Hook = {
  id: 'constanttime',
  why: 'crypto/subtle works in packages that are compiled with intrinsics off',
  sites: [
    replaceStatement({ file: 'crypto/internal/constanttime/constant_time.go', function: 'boolToUint8' },
      'panic("unreachable; must be intrinsicified")', 'var one uint8; if b { one = 1 }; return one'),
  ],
}
