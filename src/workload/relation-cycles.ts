import { entries, member } from './component-texts.ts'

/**
 * The cycles in which components require each other, each once and closed: `['web', 'db', 'web']`. A component that requires itself is none: its
 * instances are peers. Takes time in proportion to the relations.
 */
export const relationCycles = (document: unknown): readonly (readonly string[])[] => {
  const components = entries(member(document, 'components'))
  const required = new Map(components.map(([name, component]) => [name, requiredBy(name, component)]))
  const cycles: string[][] = []
  const finished = new Set<string>()
  for (const [start] of components) {
    // Depth first without recursion: a chain of relations may be as long as the file allows.
    const path: string[] = []
    const onPath = new Map<string, number>()
    const stack: Array<{ readonly name: string; readonly next: Iterator<string> }> = []
    const enter = (name: string) => {
      onPath.set(name, path.length)
      path.push(name)
      stack.push({ name, next: (required.get(name) ?? [])[Symbol.iterator]() })
    }
    if (!finished.has(start)) enter(start)
    for (let top = stack.at(-1); top; top = stack.at(-1)) {
      const { done, value } = top.next.next()
      if (done) {
        finished.add(top.name)
        onPath.delete(top.name)
        path.pop()
        stack.pop()
      } else {
        const at = onPath.get(value)
        if (at !== undefined) cycles.push([...path.slice(at), value])
        else if (!finished.has(value) && required.has(value)) enter(value)
      }
    }
  }
  return cycles
}

const requiredBy = (name: string, component: unknown): readonly string[] => [
  ...new Set(
    entries(member(component, 'requires')).flatMap(([, target]) => {
      const provider = typeof target === 'string' ? target.split('.')[0] : undefined
      return provider === undefined || provider === name ? [] : [provider]
    }),
  ),
]
