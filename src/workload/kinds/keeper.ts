import type { Call, CreateCall } from '../../cloud/call.ts'
import type { Cloud } from '../../cloud/cloud.ts'
import { CloudError } from '../../model/cloud-error.ts'
import type { ResourceKind } from '../../model/resource-kind.ts'
import type { NodeKind, NodeSpecs, OutputName, Outputs, Reference, TemplateText } from '../resource-node.ts'

/** What a keeper needs to act for one node. Ids come branded as the caller's kind: references are checked by the graph that made them. */
export interface KeeperContext {
  readonly cloud: Cloud
  readonly call: Call
  readonly id: <Branded extends string>(reference: Reference) => Branded
  /** An output of the node that is referred to; `undefined` when it has none of that name. */
  readonly output: (reference: Reference, name: OutputName) => string | undefined
  readonly text: (text: TemplateText) => string
  /** Makes something that the project has already this node's, from now on; false when a deployment of this journal has it. */
  readonly claim: (id: string) => boolean
}

/** A resource that may be what a cut-off create made. `certain` when it cannot be anyone else's. */
export interface Found {
  readonly id: string
  readonly certain: boolean
}

/** How nodes of one kind come, are waited for, found again and go. */
export interface Keeper<Kind extends NodeKind> {
  /** Gives its native id once the cloud accepted it. The same token never makes two. */
  create(spec: NodeSpecs[Kind], context: KeeperContext, call: CreateCall): Promise<string>
  /** Waits until others can use it. */
  settle(id: string, spec: NodeSpecs[Kind], context: KeeperContext): Promise<Outputs>
  /** What to ask for instead after that refusal; `undefined`, or absent, when nothing else would do. What was made by then is taken away first. */
  instead?(spec: NodeSpecs[Kind], error: CloudError): NodeSpecs[Kind] | undefined
  /** Looks for what a cut-off create may have made. */
  find(spec: NodeSpecs[Kind], context: KeeperContext): Promise<Found | undefined>
  /** Deletes it and waits until it is gone; what is gone already is fine, and what was only borrowed is left. */
  remove(id: string, context: KeeperContext, spec: NodeSpecs[Kind]): Promise<void>
}

/** The cloud's group; throws when it is absent, which a plan for this cloud rules out. */
export const present = <Group>(group: Group | undefined, kind: ResourceKind): Group => {
  if (group === undefined)
    throw new CloudError('unsupported', `this cloud has no ${kind} any more`, { resource: { kind } })
  return group
}

/** The id of the first item with that name, which others may have given too. */
export const findNamed = async (
  items: AsyncIterable<{ readonly id: string; readonly name: string }>,
  name: string,
): Promise<Found | undefined> => {
  for await (const item of items) if (item.name === name) return { id: item.id, certain: false }
  return undefined
}

/** Resolves also when there was nothing to do it to. */
export const unlessGone = async (work: Promise<unknown>): Promise<void> => {
  try {
    await work
  } catch (error) {
    if (!(error instanceof CloudError && error.code === 'not_found')) throw error
  }
}
