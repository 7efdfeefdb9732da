const pollMs = 50

export interface StopAfter {
  /** Undefined: never. */
  readonly milliseconds: number | undefined
  /** The time begins when this is true. */
  readonly begun: () => Promise<boolean>
  /** Aborts as well, with its own reason. */
  readonly interrupt: AbortSignal
}

/** A signal that aborts with SIGINT after some time. `clear` must be called when it is not needed any more. */
export function stopAfter({ milliseconds, begun, interrupt }: StopAfter): { signal: AbortSignal; clear: () => void } {
  if (milliseconds === undefined) return { signal: interrupt, clear: () => {} }
  const controller = new AbortController()
  let timer: NodeJS.Timeout
  let cleared = false
  const poll = async (): Promise<void> => {
    const stop = (): void => controller.abort('SIGINT')
    const hasBegun = await begun()
    if (cleared) return
    timer = hasBegun ? setTimeout(stop, milliseconds) : setTimeout(poll, pollMs)
  }
  timer = setTimeout(poll, 0)
  const clear = (): void => {
    cleared = true
    clearTimeout(timer)
  }
  return { signal: AbortSignal.any([controller.signal, interrupt]), clear }
}
