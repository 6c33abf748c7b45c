import type { Context } from 'hono'
import { CloudError } from '../../../model/cloud-error.ts'
import { isAtLeast, type Microversion } from '../../../wire/openstack/microversion.ts'
import { serverCollection } from '../compute/server-record.ts'
import type { Front } from '../kernel/front.ts'
import { negotiate } from '../kernel/negotiate.ts'
import { requireRole } from '../kernel/policy.ts'
import type { ServiceDefinition, ServiceEnv } from '../kernel/service.ts'
import { allocationCandidates } from './allocation-candidates.ts'
import { placementFault } from './placement-fault.ts'
import { type ResourceProvider, resourceProviders, sum, usedClasses } from './resource-providers.ts'
import { standardClasses, usedTraits } from './standard-names.ts'

const path = '/placement'
const newest = '1.39'

/** Placement's reading calls, for administrators. What it tells is taken from what runs: nobody claims resources here. */
export const placementService = (front: Front): ServiceDefinition => {
  const microversions = { min: '1.0', max: front.profile.maxMicroversions.placement ?? newest, word: 'placement' }
  const asked = (headers: Headers): Microversion | undefined => {
    try {
      return negotiate(headers, microversions)
    } catch {
      return undefined
    }
  }
  return {
    type: 'placement',
    name: 'placement',
    path,
    endpoint: '',
    microversions,
    public: (method, below) => method === 'GET' && (below === '' || below === '/'),
    fault: (error, requestId, { headers }) =>
      placementFault(error, requestId, { ...microversions, asked: asked(headers) }),
    mount(app) {
      const document = {
        versions: [
          {
            id: 'v1.0',
            min_version: microversions.min,
            max_version: microversions.max,
            status: 'CURRENT',
            links: [{ rel: 'self', href: '' }],
          },
        ],
      }
      for (const root of [path, `${path}/`]) app.get(root, (context) => context.json(document))

      const get = (
        below: string,
        policy: string,
        answer: (context: Context<ServiceEnv>, at: (floor: string) => boolean) => object | Promise<object>,
        since?: string,
      ) =>
        app.get(`${path}${below}`, async (context) => {
          const at = (floor: string) => isAtLeast(context.get('microversion'), floor)
          if (since !== undefined && !at(since)) throw new CloudError('not_found', 'The resource could not be found.')
          requireRole(context.get('authorization'), 'admin', `placement:${policy}`)
          return context.json(await answer(context, at))
        })
      const need = async (context: Context<ServiceEnv>): Promise<ResourceProvider> => {
        const uuid = context.req.param('uuid')
        const found = (await resourceProviders(front)).find((provider) => provider.uuid === uuid)
        if (found) return found
        throw new CloudError('not_found', `No resource provider with uuid ${uuid} found : `)
      }

      get('/resource_providers', 'resource_providers:list', async (context, at) => {
        const { name, uuid } = context.req.query()
        const all = (await resourceProviders(front)).filter(
          (provider) =>
            (name === undefined || provider.name === name) && (uuid === undefined || provider.uuid === uuid),
        )
        return { resource_providers: all.map((provider) => providerView(provider, at)) }
      })
      get('/resource_providers/:uuid', 'resource_providers:show', async (context, at) =>
        providerView(await need(context), at),
      )
      get('/resource_providers/:uuid/inventories', 'resource_providers:inventories:list', async (context) => {
        const provider = await need(context)
        const inventories = Object.fromEntries(usedClasses.map((name) => [name, inventoryOf(provider, name)]))
        return { resource_provider_generation: provider.generation, inventories }
      })
      get('/resource_providers/:uuid/inventories/:class', 'resource_providers:inventories:show', async (context) => {
        const provider = await need(context)
        const name = usedClasses.find((known) => known === context.req.param('class'))
        if (!name)
          throw new CloudError('not_found', `No inventory of class ${context.req.param('class')} for ${provider.uuid}`)
        return { resource_provider_generation: provider.generation, ...inventoryOf(provider, name) }
      })
      get('/resource_providers/:uuid/usages', 'resource_providers:usages', async (context) => {
        const { generation, used } = await need(context)
        return { resource_provider_generation: generation, usages: used }
      })
      get(
        '/resource_providers/:uuid/aggregates',
        'resource_providers:aggregates:list',
        async (context, at) => {
          const { generation } = await need(context)
          return { aggregates: [], ...(at('1.19') ? { resource_provider_generation: generation } : {}) }
        },
        '1.1',
      )
      get('/resource_providers/:uuid/allocations', 'resource_providers:allocations:list', async (context) => {
        const { generation, consumers } = await need(context)
        const allocations = Object.fromEntries(consumers.map(({ id, amounts }) => [id, { resources: amounts }]))
        return { resource_provider_generation: generation, allocations }
      })
      get(
        '/resource_providers/:uuid/traits',
        'resource_providers:traits:list',
        async (context) => ({
          resource_provider_generation: (await need(context)).generation,
          traits: usedTraits,
        }),
        '1.6',
      )
      get('/allocations/:consumer', 'allocations:list', async (context, at) => {
        for (const { uuid, generation, consumers } of await resourceProviders(front)) {
          const found = consumers.find(({ id }) => id === context.req.param('consumer'))
          if (!found) continue
          return {
            allocations: { [uuid]: { generation, resources: found.amounts } },
            ...(at('1.12')
              ? { project_id: found.projectId, user_id: serverCollection(front.store).get(found.id)?.userId ?? '' }
              : {}),
            ...(at('1.28') ? { consumer_generation: 1 } : {}),
            ...(at('1.38') ? { consumer_type: 'INSTANCE' } : {}),
          }
        }
        return { allocations: {} }
      })
      get(
        '/usages',
        'usages',
        async (context, at) => {
          const project = context.req.query('project_id')
          if (project === undefined)
            throw new CloudError('invalid', "Invalid query string parameters: 'project_id' is a required property")
          const consumers = (await resourceProviders(front))
            .flatMap((provider) => provider.consumers)
            .filter(({ projectId }) => projectId === project)
          if (!at('1.38')) return { usages: consumers.length > 0 ? sum(consumers) : {} }
          const instances = { ...sum(consumers), consumer_count: consumers.length }
          return { usages: consumers.length > 0 ? { INSTANCE: instances } : {} }
        },
        '1.9',
      )
      get(
        '/traits',
        'traits:list',
        (context) => {
          const name = context.req.query('name') ?? ''
          const prefix = name.startsWith('startswith:') ? name.slice('startswith:'.length) : ''
          const among = name.startsWith('in:') ? new Set(name.slice('in:'.length).split(',')) : undefined
          return { traits: usedTraits.filter((known) => known.startsWith(prefix) && (!among || among.has(known))) }
        },
        '1.6',
      )
      get(
        '/resource_classes',
        'resource_classes:list',
        () => ({ resource_classes: standardClasses.map(classView) }),
        '1.2',
      )
      get(
        '/resource_classes/:name',
        'resource_classes:show',
        (context) => {
          const name = standardClasses.find((known) => known === context.req.param('name'))
          if (name) return classView(name)
          throw new CloudError('not_found', `No such resource class ${context.req.param('name')}.`)
        },
        '1.2',
      )
      get(
        '/allocation_candidates',
        'allocation_candidates:list',
        async (context, at) => allocationCandidates(await resourceProviders(front), context.req.queries(), at),
        '1.10',
      )
      app.get(`${path}/traits/:name`, (context) => {
        requireRole(context.get('authorization'), 'admin', 'placement:traits:show')
        if (usedTraits.some((known) => known === context.req.param('name'))) return context.body(null, 204)
        throw new CloudError('not_found', `No such trait(s): ${context.req.param('name')}.`)
      })
    },
  }
}

const classView = (name: string): object => ({
  name,
  links: [{ rel: 'self', href: `${path}/resource_classes/${name}` }],
})

const providerView = ({ uuid, name, generation }: ResourceProvider, at: (floor: string) => boolean): object => {
  const parts = [
    '',
    'inventories',
    'usages',
    ...(at('1.1') ? ['aggregates'] : []),
    ...(at('1.6') ? ['traits'] : []),
    ...(at('1.11') ? ['allocations'] : []),
  ]
  const self = `${path}/resource_providers/${uuid}`
  return {
    uuid,
    name,
    generation,
    ...(at('1.14') ? { parent_provider_uuid: null, root_provider_uuid: uuid } : {}),
    links: parts.map((part) => ({ rel: part || 'self', href: part ? `${self}/${part}` : self })),
  }
}

/** Nobody tells how much a zone holds: its inventory is what is used there, and at least the 1 that Placement wants of a total. */
const inventoryOf = ({ used }: ResourceProvider, name: keyof ResourceProvider['used']): object => ({
  total: Math.max(1, used[name]),
  reserved: 0,
  min_unit: 1,
  max_unit: Math.max(1, used[name]),
  step_size: 1,
  allocation_ratio: 1.0,
})
