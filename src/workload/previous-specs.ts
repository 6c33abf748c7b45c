import type { NodeKind, NodeSpecs } from './resource-node.ts'

/**
 * What a deployment's nodes were made from before. Whatever still fits is kept, so that a newer image or a cheaper flavor on the cloud changes nothing
 * that runs.
 */
export interface PreviousSpecs {
  get<Kind extends NodeKind>(kind: Kind, key: string): NodeSpecs[Kind] | undefined
}

/** For deployments that have nothing yet. */
export const noPreviousSpecs: PreviousSpecs = { get: () => undefined }

/** From the records of a journal. */
export const previousSpecs = (
  records: ReadonlyArray<{ readonly key: string; readonly kind: string; readonly spec: string }>,
): PreviousSpecs => {
  const byKey = new Map(records.map((record) => [record.key, record]))
  return {
    get: <Kind extends NodeKind>(kind: Kind, key: string) => {
      const record = byKey.get(key)
      return record?.kind === kind ? (JSON.parse(record.spec) as NodeSpecs[Kind]) : undefined
    },
  }
}
