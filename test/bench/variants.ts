/** The three ways in which every program is built. */
export const variants = ['plain', 'mapsan', 'race'] as const
export type Variant = (typeof variants)[number]

export type PerVariant<T> = Readonly<Record<Variant, T>>

export async function forEachVariant<T>(make: (variant: Variant) => Promise<T>): Promise<PerVariant<T>> {
  return { plain: await make('plain'), mapsan: await make('mapsan'), race: await make('race') }
}
