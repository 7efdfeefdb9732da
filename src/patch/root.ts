import { dirname, relative, sep } from 'node:path'

/** The folder that paths in a patch start from: that of the module, or the nearest above it that has all of the files in it. */
export function patchRoot(module: string, files: readonly string[]): string {
  let root = module
  while (!files.every((file) => isIn(file, root)) && dirname(root) !== root) root = dirname(root)
  return root
}

/** `cobra/command.go`, as patches write it. */
export function pathFrom(root: string, file: string): string {
  return relative(root, file).split(sep).join('/')
}

function isIn(file: string, folder: string): boolean {
  return file.startsWith(folder.endsWith(sep) ? folder : folder + sep)
}
