import type { TextPart } from './resource-node.ts'
import type { Expression, TemplatePart } from './template.ts'

/** One instance as templates of others see it. `address` is absent where this cloud tells it too late. */
export interface Peer {
  readonly name: string
  readonly index: number
  readonly address?: TextPart
}

export interface TemplateContext {
  readonly deployment: string
  readonly inputs: Readonly<Record<string, string>>
  readonly self: Peer & { readonly count: number; readonly publicAddress?: TextPart }
  /** By the relation's name. */
  readonly relations: ReadonlyMap<string, { readonly port: number; readonly peers: readonly Peer[] }>
}

/** A template's parts with everything filled in that is known before anything is made. `late` names what this cloud cannot tell beforehand. */
export const fillTemplate = (
  parts: readonly TemplatePart[],
  context: TemplateContext,
): { readonly text: readonly TextPart[]; readonly late: readonly string[] } => {
  const text: TextPart[] = []
  const late: string[] = []
  const add = (part: TextPart) => {
    const last = text.at(-1)
    if (typeof part === 'string' && typeof last === 'string') text[text.length - 1] = last + part
    else if (part !== '') text.push(part)
  }
  for (const part of parts) {
    if (typeof part === 'string') add(part)
    else for (const filled of fill(part, context, late)) add(filled)
  }
  return { text, late }
}

const fill = (expression: Expression, context: TemplateContext, late: string[]): readonly TextPart[] => {
  const known = (part: TextPart | undefined, what: string): TextPart => {
    if (part === undefined) late.push(what)
    return part ?? ''
  }
  const { self } = context
  switch (expression.kind) {
    case 'input':
      return [context.inputs[expression.name] ?? '']
    case 'secret':
      return [{ secret: expression.name }]
    case 'deployment':
      return [context.deployment]
    case 'self':
      if (expression.field === 'address') return [known(self.address, `the address of ${self.name}`)]
      if (expression.field === 'public_address')
        return [known(self.publicAddress, `the public address of ${self.name}`)]
      return [String(self[expression.field])]
    case 'relation': {
      const { port, peers } = context.relations.get(expression.relation) ?? { port: 0, peers: [] }
      const address = ({ name, address: part }: Peer) => known(part, `the address of ${name}`)
      if (expression.field === 'port') return [String(port)]
      if (expression.field === 'count') return [String(peers.length)]
      if (expression.field === 'address') return peers.slice(0, 1).map(address)
      return peers.flatMap((peer, index) => [...(index > 0 ? [' '] : []), address(peer)])
    }
    case 'lines': {
      const { port, peers } = context.relations.get(expression.relation) ?? { port: 0, peers: [] }
      return peers.flatMap((peer, index) => [
        ...(index > 0 ? ['\n'] : []),
        ...expression.pattern.split(/(\{(?:name|address|port|index)\})/).map((piece): TextPart => {
          if (piece === '{name}') return peer.name
          if (piece === '{port}') return String(port)
          if (piece === '{index}') return String(peer.index)
          return piece === '{address}' ? known(peer.address, `the address of ${peer.name}`) : piece
        }),
      ])
    }
  }
}
