import { CloudError } from '../../../model/cloud-error.ts'
import { projectOf } from '../kernel/policy.ts'
import type { CinderCall, CinderContext } from './cinder-context.ts'
import { since } from './cinder-context.ts'
import { listFilter } from './list-filters.ts'
import { cinderPage } from './list-query.ts'
import type { CinderVolume } from './volume-library.ts'
import { volumeExtended, volumeSummary } from './volume-view.ts'

const sortKeys = {
  id: ({ id }: CinderVolume) => id,
  name: ({ details }: CinderVolume) => details.name,
  display_name: ({ details }: CinderVolume) => details.name,
  created_at: ({ record }: CinderVolume) => record.createdAt,
  updated_at: ({ details }: CinderVolume) => details.updatedAt,
  size: ({ sizeGiB }: CinderVolume) => sizeGiB,
  status: ({ status }: CinderVolume) => status,
  bootable: ({ bootable }: CinderVolume) => bootable,
  availability_zone: ({ record }: CinderVolume) => record.native?.zoneId,
} as const

/** The volumes that the caller's query is about: the project's, or for an administrator who asks so, all projects'. */
export const volumesFound = (cinder: CinderContext, context: CinderCall): readonly CinderVolume[] => {
  const fits = listFilter<CinderVolume>(context, {
    fields: {
      name: ({ details }) => details.name,
      display_name: ({ details }) => details.name,
      status: ({ status }) => status,
      bootable: ({ bootable }) => bootable,
      availability_zone: ({ record }) => cinder.zones.nameOf(record.native?.zoneId),
      size: ({ sizeGiB }) => sizeGiB,
      group_id: () => null,
      migration_status: () => null,
      created_at: ({ record }) => record.createdAt,
      updated_at: ({ details }) => details.updatedAt,
    },
    metadata: ({ details }) => details.metadata,
    forAdmins: {
      project_id: ({ record }) => record.projectId,
      user_id: ({ details }) => details.userId,
      id: ({ id }) => id,
    },
  })
  return [...cinder.volumes.list(projectAsked(context))].filter(fits)
}

/** The project whose things a list is about; undefined for an administrator who asks for all. */
export const projectAsked = (context: CinderCall): string | undefined => {
  const authorization = context.get('authorization')
  const all = /^(1|true|yes|on)$/i.test(context.req.query('all_tenants') ?? '')
  return all && authorization.isAdmin ? undefined : projectOf(authorization)
}

/** `GET /volumes` and `/volumes/detail`. */
export const listVolumes = (cinder: CinderContext, context: CinderCall, detailed: boolean): Response => {
  const bootable = context.req.query('bootable')
  if (since(context, '3.2') && bootable !== undefined && !/^(true|false|1|0|yes|no|on|off)$/i.test(bootable))
    throw new CloudError('invalid', `Invalid input received: bootable=${bootable}`)
  return cinderPage(cinder, context, volumesFound(cinder, context), {
    path: detailed ? 'volumes/detail' : 'volumes',
    key: 'volumes',
    what: 'Volume',
    sortKeys,
    view: (volume) => (detailed ? volumeExtended(cinder, context, volume) : volumeSummary(cinder, context, volume)),
    count: since(context, '3.45') && /^(1|true|yes|on)$/i.test(context.req.query('with_count') ?? ''),
  })
}
