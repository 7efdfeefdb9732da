/** What is found out once about a package, by a key: forgotten with the package. */
export function remember<Owner extends object, Value>(find: (owner: Owner, key: string) => Value): (owner: Owner, key: string) => Value {
  const known = new WeakMap<Owner, Map<string, { readonly value: Value }>>()
  return (owner, key) => {
    let ofOwner = known.get(owner)
    if (ofOwner === undefined) known.set(owner, (ofOwner = new Map()))
    let entry = ofOwner.get(key)
    if (entry === undefined) ofOwner.set(key, (entry = { value: find(owner, key) }))
    return entry.value
  }
}
