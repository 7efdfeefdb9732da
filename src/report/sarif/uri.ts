import type { ArtifactLocation } from 'sarif'
import { isOwn, type ProgramOrigin } from '../../model/origin.ts'

/** The folder of go.mod or go.work. Paths in it are relative, so that they fit every checkout. */
export const moduleBase = 'MODULEROOT'

/** Where a source file is: below the module root, by absolute URI, or, of a build with -trimpath, by its import path. */
export function artifactLocation(file: string, origin: ProgramOrigin): ArtifactLocation {
  const { moduleRoot, modulePaths } = origin
  if (moduleRoot !== '' && file.startsWith(`${moduleRoot}/`)) return inModule(file.slice(moduleRoot.length + 1))
  const [modulePath] = modulePaths
  if (isOwn({ file, function: '', line: 0 }, origin) && modulePath !== undefined) return inModule(file.slice(modulePath.length + 1))
  return { uri: file.startsWith('/') ? fileUri(file) : encodePath(file) }
}

function inModule(path: string): ArtifactLocation {
  return { uri: encodePath(path), uriBaseId: moduleBase }
}

export function folderUri(path: string): string {
  return `${fileUri(path)}/`
}

function fileUri(path: string): string {
  return `file://${encodePath(path)}`
}

/** RFC 3986: whatever is not unreserved is written as the bytes of its UTF-8. */
function encodePath(path: string): string {
  if (unreserved.test(path)) return path
  return path.split('/').map((segment) => encodeURIComponent(segment.replace(/\p{Cs}/gu, '\ufffd'))).join('/')
}

/** Slashes stay in any case. Nearly all paths have nothing else. */
const unreserved = /^[\w./~-]*$/
