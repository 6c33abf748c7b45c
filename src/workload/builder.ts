import type { WorkloadDocument } from './document.ts'

type ComponentInput = WorkloadDocument['components'][string]
type Named<Field extends keyof WorkloadDocument> =
  NonNullable<WorkloadDocument[Field]> extends Record<string, infer Value> ? Value : never

/** A workload under construction. Every method gives a new builder and leaves this one as it is. */
export interface WorkloadBuilder {
  describe(description: string): WorkloadBuilder
  input(name: string, input?: Named<'inputs'>): WorkloadBuilder
  secret(name: string, secret: Named<'secrets'>): WorkloadBuilder
  network(name: string, network?: Named<'networks'>): WorkloadBuilder
  component(name: string, component?: ComponentInput): WorkloadBuilder
  sshKey(publicKey: string): WorkloadBuilder
  placement(placement: NonNullable<WorkloadDocument['placement']>): WorkloadBuilder
  /** The document that the YAML file would hold: `readWorkload` takes it as JSON text. */
  toDocument(): WorkloadDocument
}

/**
 * Describes a workload in TypeScript, in the words of the file.
 *
 * @example
 * const lamp = workload('lamp')
 *   .component('database', { provides: { sql: 3306 }, volumes: { data: { size: '10 GiB', mount: '/srv/mysql' } } })
 *   .component('web', { count: 2, requires: { store: 'database.sql' }, expose: [80] })
 * const { workload: read, diagnostics } = readWorkload({ file: 'lamp', text: JSON.stringify(lamp.toDocument()) })
 */
export const workload = (name: string): WorkloadBuilder => building({ name, components: {} })

const building = (document: WorkloadDocument): WorkloadBuilder => {
  const withEntry = <Field extends 'inputs' | 'secrets' | 'networks' | 'components'>(
    field: Field,
    name: string,
    value: object,
  ) => building({ ...document, [field]: { ...document[field], [name]: value } })
  return {
    describe: (description) => building({ ...document, description }),
    input: (name, input = {}) => withEntry('inputs', name, input),
    secret: (name, secret) => withEntry('secrets', name, secret),
    network: (name, network = {}) => withEntry('networks', name, network),
    component: (name, component = {}) => withEntry('components', name, component),
    sshKey: (publicKey) => building({ ...document, ssh_key: publicKey }),
    placement: (placement) => building({ ...document, placement }),
    toDocument: () => structuredClone(document),
  }
}
