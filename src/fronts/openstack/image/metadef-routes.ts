import { CloudError } from '../../../model/cloud-error.ts'
import { requireRole } from '../kernel/policy.ts'
import type { ServiceApp } from '../kernel/service.ts'

const root = '/image/v2/metadefs'

/**
 * `/v2/metadefs`: a cloud into which its operator loaded no metadata definitions, and which takes none. Lists are empty, as without `glance-manage db_load_metadefs`
 * (openstack/glance `glance/api/v2/metadef_namespaces.py`, `metadef_resource_types.py`).
 */
export const mountMetadefRoutes = (app: ServiceApp): void => {
  app.get(`${root}/namespaces`, (context) =>
    context.json({ namespaces: [], first: '/v2/metadefs/namespaces', schema: '/v2/schemas/metadefs/namespaces' }),
  )
  app.get(`${root}/resource_types`, (context) => context.json({ resource_types: [] }))
  app.post(`${root}/namespaces`, (context) => {
    requireRole(context.get('authorization'), 'admin', 'add_metadef_namespace')
    throw new CloudError('forbidden', 'This cloud takes no metadata definitions.', { reason: 'PolicyNotAuthorized' })
  })
  for (const path of [`${root}/namespaces/:namespace`, `${root}/namespaces/:namespace/*`])
    app.all(path, (context) => {
      throw new CloudError(
        'not_found',
        `Metadata definition namespace=${context.req.param('namespace')} was not found.`,
      )
    })
}

const text = { type: 'string' }
const named = (maxLength: number, description: string) => ({ ...text, maxLength, description })
const readOnly = (description: string, format?: string) => ({
  ...text,
  readOnly: true,
  description,
  ...(format === undefined ? {} : { format }),
})

/** The JSON Schema of a namespace of metadata definitions (openstack/glance `glance/api/v2/metadef_namespaces.py`, `_get_base_properties`). */
export const namespaceSchema = {
  name: 'namespace',
  required: ['namespace'],
  properties: {
    namespace: named(80, 'The unique namespace text.'),
    display_name: named(80, 'The user friendly name for the namespace. Used by UI if available.'),
    description: named(500, 'Provides a user friendly description of the namespace.'),
    visibility: { ...text, description: 'Scope of namespace accessibility.', enum: ['public', 'private'] },
    protected: { type: 'boolean', description: 'If true, namespace will not be deletable.' },
    owner: named(255, 'Owner of the namespace.'),
    created_at: readOnly('Date and time of namespace creation', 'date-time'),
    updated_at: readOnly('Date and time of the last namespace modification', 'date-time'),
    self: readOnly('A self url'),
    schema: readOnly('A schema url'),
    resource_type_associations: { type: 'array', items: { type: 'object' } },
    properties: { type: 'object' },
    objects: { type: 'array', items: { type: 'object' } },
    tags: { type: 'array', items: { type: 'object' } },
  },
  additionalProperties: false,
}
