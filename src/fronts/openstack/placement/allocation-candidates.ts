import { CloudError } from '../../../model/cloud-error.ts'
import { type ResourceProvider, usedClasses } from './resource-providers.ts'

/**
 * Every zone, for resources that zones have at all: the cloud below decides at the create whether there is room, and tells nobody before. Its
 * summaries therefore show what is used as all that there is.
 */
export const allocationCandidates = (
  providers: readonly ResourceProvider[],
  query: Readonly<Record<string, readonly string[]>>,
  at: (floor: string) => boolean,
): object => {
  const asked = query.resources?.[0]
  if (asked === undefined)
    throw new CloudError('invalid', "Invalid query string parameters: 'resources' is a required property")
  const other = Object.keys(query).find((name) => name !== 'resources' && name !== 'limit')
  if (other !== undefined)
    throw new CloudError(
      'invalid',
      `Query parameter ${other} is not supported: zones are all that is told of the cloud below.`,
    )
  const resources = parseResources(asked)
  const limit = query.limit?.[0]
  if (limit !== undefined && !/^[1-9]\d{0,8}$/.test(limit))
    throw new CloudError('invalid', `Invalid query string parameters: '${limit}' does not match '^[1-9][0-9]*$'`)
  const known: ReadonlySet<string> = new Set(usedClasses)
  const fitting = [...resources.keys()].every((name) => known.has(name)) ? providers : []
  const chosen = fitting.slice(0, limit === undefined ? undefined : Number(limit))
  const wanted = Object.fromEntries(resources)
  return {
    allocation_requests: chosen.map(({ uuid }) => ({
      allocations: at('1.12')
        ? { [uuid]: { resources: wanted } }
        : [{ resource_provider: { uuid }, resources: wanted }],
      ...(at('1.34') ? { mappings: { '': [uuid] } } : {}),
    })),
    provider_summaries: Object.fromEntries(
      chosen.map((provider) => [provider.uuid, summaryOf(provider, [...resources.keys()], at)]),
    ),
  }
}

/** `VCPU:4,MEMORY_MB:2048`. */
const parseResources = (text: string): ReadonlyMap<string, number> =>
  new Map(
    text.split(',').map((part) => {
      const match = /^([A-Z0-9_]+):([1-9]\d{0,9})$/.exec(part)
      if (!match)
        throw new CloudError(
          'invalid',
          `Badly formed resources parameter. Expected resources query string parameter in form: ?resources=VCPU:2,MEMORY_MB:1024. Got: ${text}.`,
        )
      return [match[1] ?? '', Number(match[2])] as const
    }),
  )

const summaryOf = (provider: ResourceProvider, asked: readonly string[], at: (floor: string) => boolean): object => {
  const classes = usedClasses.filter((name) => at('1.27') || asked.includes(name))
  return {
    resources: Object.fromEntries(
      classes.map((name) => [name, { capacity: Math.max(1, provider.used[name]), used: provider.used[name] }]),
    ),
    ...(at('1.17') ? { traits: ['COMPUTE_NODE'] } : {}),
    ...(at('1.29') ? { parent_provider_uuid: null, root_provider_uuid: provider.uuid } : {}),
  }
}
