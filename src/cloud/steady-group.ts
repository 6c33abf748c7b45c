import { CloudError } from '../model/cloud-error.ts'
import type { ResourceKind } from '../model/resource-kind.ts'
import type { Call } from './call.ts'
import type { Nature } from './groups.ts'
import { steadyCall, untilShown } from './steady-call.ts'
import { steadyList } from './steady-list.ts'
import type { Member, Surroundings } from './surroundings.ts'

type Method = (...args: readonly unknown[]) => unknown
type MemberTree = { readonly [name: string]: Method | MemberTree | undefined }
type NatureTree = { readonly [name: string]: Nature | NatureTree }

/**
 * The same group with every method made steady: retried as far as its nature allows, its errors `CloudError`s that name their resource, and a
 * `not_found` about something created a moment ago believed only after the cloud's consistency window. What is absent stays absent.
 */
export const steadyGroup = <Group extends object>(
  name: string,
  group: Group,
  { kind, methods }: { readonly kind: ResourceKind; readonly methods: object },
  around: Surroundings,
): Group => {
  const members = group as MemberTree
  const steady: Record<string, unknown> = {}
  for (const [method, nature] of Object.entries(methods as NatureTree)) {
    const inner = members[method]
    if (inner === undefined) continue
    steady[method] =
      typeof nature === 'object'
        ? steadyGroup(`${name}.${method}`, inner as MemberTree, { kind, methods: nature }, around)
        : steadyMethod(members, { group: name, method, kind: kindOf(method, kind), nature }, around)
  }
  return steady as Group
}

/** A group's kind, save for the few methods that are about another. */
const kindOf = (method: string, kind: ResourceKind): ResourceKind => {
  if (method === 'addRule' || method === 'removeRule') return 'security-group-rule'
  return method === 'regions' ? 'region' : kind
}

const steadyMethod = (members: MemberTree, member: Member, around: Surroundings): Method => {
  const { method, nature } = member
  const ask = (name: string, args: readonly unknown[]) => Reflect.apply(members[name] as Method, members, args)
  const signalIn = (args: readonly unknown[]) => (args.at(-1) as Call).signal
  switch (nature) {
    case 'lists':
      return (...args) =>
        steadyList(() => ask(method, args) as AsyncIterable<unknown>, args, member, signalIn(args), around)
    case 'creates':
      return observed(member, around, async (...args) => {
        const made = await steadyCall(() => ask(method, args), args, member, signalIn(args), around)
        around.ownCreates.add((made as { readonly id: string }).id)
        return made
      })
    case 'deletes':
      return observed(member, around, async (...args) => {
        const [id] = args
        const signal = signalIn(args)
        // A group's `get` knows nothing of its rules' ids.
        if (method === 'delete' && members.get && typeof id === 'string' && around.ownCreates.has(id))
          await untilShown(() => ask('get', [id, { signal }]), id, member, signal, around)
        const result = await steadyCall(() => ask(method, args), args, member, signal, around)
        if (typeof id === 'string') around.ownCreates.forget(id)
        return result
      })
    default:
      return observed(member, around, (...args) =>
        steadyCall(() => ask(method, args), args, member, signalIn(args), around),
      )
  }
}

const observed =
  (
    { group, method }: Member,
    { clock, onCall }: Surroundings,
    work: (...args: readonly unknown[]) => Promise<unknown>,
  ): Method =>
  async (...args) => {
    const startedAt = clock.now()
    try {
      const result = await work(...args)
      onCall({ group, method, ms: clock.now() - startedAt })
      return result
    } catch (error) {
      if (error instanceof CloudError) onCall({ group, method, ms: clock.now() - startedAt, error })
      throw error
    }
  }
