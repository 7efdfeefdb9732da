/** A signal that aborts with SIGINT after some time, or before that together with another one. */
export function stopAfter(milliseconds: number | undefined, other: AbortSignal): { signal: AbortSignal; clear: () => void } {
  if (milliseconds === undefined) return { signal: other, clear: () => {} }
  const controller = new AbortController()
  const timer = setTimeout(() => controller.abort('SIGINT'), milliseconds)
  return { signal: AbortSignal.any([controller.signal, other]), clear: () => clearTimeout(timer) }
}
