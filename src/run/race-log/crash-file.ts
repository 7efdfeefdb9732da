/**
 * What a program that `mapsan race` has built writes as the runtime ends it (shim/crash): where in it the words of fatal
 * errors lie, then the runtime's text without its first line. Checked with go1.24-1.27.
 */

const patterns = {
  words: /^0x([0-9a-f]+) (concurrent map .*)$/,
  goroutine: /^goroutine \d+ .*\[running.*\]:$/,
  /** The runtime's call with the words, as address and length; only the address is certain to be still there. */
  fatal: /^internal\/runtime\/maps\.fatal\(\{0x([0-9a-f]+)\??, /,
} as const

/** The crashes of maps in a file, each as the runtime has printed it: with its first line, to the end of the first stack. */
export function readCrashFile(text: string): readonly string[] {
  // Processes with one pid, be it in containers or after the pids have gone round, write to one file.
  return text.split(/^(?=0x[0-9a-f]+ concurrent map writes$)/m).flatMap(readProcess)
}

function readProcess(text: string): readonly string[] {
  const lines = text.split('\n').map((line) => line.replace(/\r$/, ''))
  const words = new Map(lines.flatMap((line) => {
    const [, address, message] = patterns.words.exec(line) ?? []
    return address === undefined || message === undefined ? [] : [[address, message] as const]
  }))
  const start = lines.findIndex((line) => patterns.goroutine.test(line))
  if (start < 0) return []
  const rest = lines.slice(start)
  const end = rest.indexOf('')
  const stack = end < 0 ? rest : rest.slice(0, end)
  const address = stack.map((line) => patterns.fatal.exec(line)?.[1]).find((one) => one !== undefined)
  const message = address === undefined ? undefined : words.get(address)
  // An address that is none of these was not kept by the compiler: then it is not known what was done to the map.
  return message === undefined ? [] : [`fatal error: ${message}\n\n${stack.join('\n')}\n`]
}
