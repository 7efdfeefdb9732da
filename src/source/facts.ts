import { z } from 'zod'

/** What is to be changed in a source file, as shim/typeinfo/rewrite.go has it: it knows the types, this folder makes the edits. */
const editKinds = ['load', 'len', 'after', 'loaded', 'stored', 'begin-loaded', 'begin-stored'] as const
export type EditKind = (typeof editKinds)[number]

const offset = z.int().nonnegative()

const fileRewrite = z.object({
  /** Absolute. */
  path: z.string(),
  /** SHA-256 of the text that the offsets are about. */
  hash: z.string(),
  /** A name that is free in the file, for package runtime. */
  name: z.string().regex(/^\w+$/),
  /** The end of the package clause. */
  clause: offset,
  edits: z.array(z.object({
    kind: z.enum(editKinds),
    /** Offsets count bytes. */
    start: offset,
    end: offset,
    /** The variable as it stands in the source, on one line. */
    variable: z.string().regex(/^[^\r\n]*$/).default(''),
  })),
})

export type FileRewrite = Readonly<z.infer<typeof fileRewrite>>
export type SourceEdit = FileRewrite['edits'][number]

const catalog = z.object({ rewrites: z.array(fileRewrite) })

/** The part of the catalog of map sites that is about rewriting. */
export function parseRewrites(catalogText: string): readonly FileRewrite[] {
  return catalog.parse(JSON.parse(catalogText)).rewrites
}
