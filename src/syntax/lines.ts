/** Where an index of a text is: both count from 0. The lines are looked for when the first is asked for. */
export function positionsIn(text: string): (index: number) => { readonly row: number; readonly column: number } {
  let starts: readonly number[] | undefined
  return (index) => {
    starts ??= lineStarts(text)
    const row = lastUpTo(starts, index)
    return { row, column: index - (starts[row] ?? 0) }
  }
}

function lineStarts(text: string): readonly number[] {
  const starts = [0]
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) starts.push(at + 1)
  return starts
}

/** The place of the last of these that is not above a limit, of which the first never is. */
function lastUpTo(sorted: readonly number[], limit: number): number {
  let [low, high] = [0, sorted.length - 1]
  while (low < high) {
    const middle = Math.ceil((low + high) / 2)
    if ((sorted[middle] ?? 0) <= limit) low = middle
    else high = middle - 1
  }
  return low
}
