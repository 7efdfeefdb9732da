/**
 * Leaves each of many hooks out with few builds. Every hook has a binary number from 1 on; build k leaves out the hooks
 * whose number has bit k. So each hook is missing in at least one build and, but for the all-ones number, present in another;
 * no two hooks are missing in the same builds.
 */
export function planBuilds(hooks: readonly string[]): readonly (readonly string[])[] {
  const bits = Math.ceil(Math.log2(hooks.length + 2))
  return Array.from({ length: bits }, (_, bit) => hooks.filter((_hook, i) => ((i + 1) >> bit) & 1))
}
