/** The keys of all nodes that a spec refers to. */
export const referencesIn = (spec: unknown): ReadonlySet<string> => {
  const found = new Set<string>()
  const look = (value: unknown): void => {
    if (Array.isArray(value)) for (const item of value) look(item)
    else if (typeof value === 'object' && value !== null)
      for (const [key, item] of Object.entries(value))
        if (key === 'node' && typeof item === 'string') found.add(item)
        else look(item)
  }
  look(spec)
  return found
}
