import { CloudError } from '../model/cloud-error.ts'
import type { SecretReference } from './document.ts'
import type { OutputName, Outputs, Reference, TemplateText, TextPart } from './resource-node.ts'
import type { SecretSource } from './secret-source.ts'

interface Known {
  readonly id: string
  readonly outputs: Outputs
}

/** What is known of a run's nodes so far: ids, outputs, and the secrets that were used. */
export class NodeResolver {
  readonly #nodes = new Map<string, Known>()
  readonly #secrets = new Map<string, string>()
  readonly #resolveSecret: (name: string) => string | undefined

  constructor(
    deployment: string,
    references: Readonly<Record<string, SecretReference>>,
    source: SecretSource | undefined,
  ) {
    this.#resolveSecret = (name) => {
      const reference = references[name]
      return reference && source?.resolve(deployment, name, reference)
    }
  }

  know(key: string, id: string, outputs: Outputs): void {
    this.#nodes.set(key, { id, outputs })
  }

  forget(key: string): void {
    this.#nodes.delete(key)
  }

  /** Values of the secrets that were used so far. */
  usedSecrets(): Iterable<string> {
    return this.#secrets.values()
  }

  readonly id = <Branded extends string>(reference: Reference): Branded =>
    ('id' in reference ? reference.id : this.#known(reference.node).id) as Branded

  readonly output = (reference: Reference, name: OutputName): string | undefined => {
    if ('id' in reference) return name === 'id' ? reference.id : undefined
    const { id, outputs } = this.#known(reference.node)
    return name === 'id' ? id : outputs[name]
  }

  readonly text = (text: TemplateText): string => text.map(this.#part).join('')

  readonly #part = (part: TextPart): string => {
    if (typeof part === 'string') return part
    if ('secret' in part) return this.#secret(part.secret)
    const value = this.output({ node: part.node }, part.output)
    if (value === undefined)
      throw new CloudError('internal', `${part.node} has no ${part.output} to put into a template`)
    return value
  }

  #secret(name: string): string {
    const value = this.#secrets.get(name) ?? this.#resolveSecret(name)
    if (value === undefined)
      throw new CloudError('invalid', `the secret ${name} has no value`, {
        hint: 'set it where the workload says it comes from',
      })
    this.#secrets.set(name, value)
    return value
  }

  #known(key: string): Known {
    const known = this.#nodes.get(key)
    if (!known) throw new CloudError('internal', `${key} is not there yet`)
    return known
  }
}
