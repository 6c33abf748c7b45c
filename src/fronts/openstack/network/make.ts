import type { MadeKind, Specs } from '../kernel/below.ts'
import type { MirrorRecord } from '../kernel/mirror-record.ts'
import type { ExtraKind, Extras } from './extras.ts'
import type { NetworkContext } from './network-context.ts'

/**
 * Makes a resource below with what Neutron keeps of it besides. Both are durable before the cloud is asked; when it refuses, both are gone and its
 * `CloudError` is thrown.
 */
export const make = <Kind extends MadeKind & ExtraKind>(
  context: NetworkContext,
  kind: Kind,
  spec: Specs[Kind],
  projectId: string,
  extra: Partial<Omit<Extras[Kind], 'id' | 'revision'>>,
): Promise<MirrorRecord<Kind>> => {
  const { mirror, store } = context.front
  const { id } = store.transaction(() => {
    const record = mirror.reserve(kind, spec, { projectId })
    context.amend(kind, record.id, extra)
    return record
  })
  return mirror.realize(kind, id)
}

/** A kind's records that the cloud below has and that nobody is deleting, with their state. */
export const present = <Kind extends MadeKind & ExtraKind>(context: NetworkContext, kind: Kind): Array<Present<Kind>> =>
  [...context.front.mirror.list(kind)].filter((record) => isPresent(record))

/** That record when the cloud below has it and nobody is deleting it. */
export const presentOne = <Kind extends MadeKind & ExtraKind>(
  context: NetworkContext,
  kind: Kind,
  id: string,
): Present<Kind> | undefined => {
  const record = context.front.mirror.get(kind, id)
  return record && isPresent(record) ? record : undefined
}

export type Present<Kind extends MadeKind> = MirrorRecord<Kind> & {
  readonly native: NonNullable<MirrorRecord<Kind>['native']>
}

const isPresent = <Kind extends MadeKind>(record: MirrorRecord<Kind>): record is Present<Kind> =>
  record.native !== undefined && !record.deleting
