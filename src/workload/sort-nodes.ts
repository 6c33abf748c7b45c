import type { ResourceNode } from './resource-node.ts'

/** The nodes with each after those that it depends on, else in their order. Takes time in proportion to nodes and dependencies. */
export const sortNodes = (nodes: readonly ResourceNode[]): readonly ResourceNode[] => {
  const byKey = new Map(nodes.map((node) => [node.key, node]))
  const sorted: ResourceNode[] = []
  const placed = new Set<string>()
  // Depth first without recursion; graphs come from code, never from a file, so they have no cycle to be found here.
  for (const start of nodes) {
    const stack = [{ node: start, next: 0 }]
    while (stack.length > 0) {
      const top = stack.at(-1)
      if (!top) break
      if (placed.has(top.node.key)) {
        stack.pop()
        continue
      }
      const dependency = top.node.dependsOn[top.next]
      if (dependency === undefined) {
        placed.add(top.node.key)
        sorted.push(top.node)
        stack.pop()
      } else {
        top.next += 1
        const node = placed.has(dependency) ? undefined : byKey.get(dependency)
        if (node) stack.push({ node, next: 0 })
      }
    }
  }
  return sorted
}
