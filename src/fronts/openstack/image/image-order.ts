import { CloudError } from '../../../model/cloud-error.ts'
import type { SortKey } from '../kernel/page.ts'
import type { GlanceImage } from './image-library.ts'
import { imageAnswerOf } from './image-view.ts'

const readers: Readonly<Record<string, SortKey<GlanceImage>['read']>> = {
  name: ({ details }) => details.name,
  status: ({ status }) => status,
  container_format: ({ details }) => details.containerFormat,
  disk_format: ({ details }) => details.diskFormat,
  size: (image) => imageAnswerOf(image).size,
  id: ({ id }) => id,
  created_at: ({ details }) => details.createdAt,
  updated_at: ({ details }) => details.updatedAt,
}

/**
 * The order of a list: `sort=key:dir,…`, or `sort_key` and `sort_dir`, repeated at will; the newest first by default, and always ending with the id
 * (openstack/glance `glance/api/v2/images.py`, `_get_sorting_params`).
 */
export const imageOrder = (query: URLSearchParams): ReadonlyArray<SortKey<GlanceImage>> => {
  const keys = query.has('sort') ? newerSyntax(query) : olderSyntax(query)
  const last = keys.at(-1)?.descending ?? true
  return [
    ...keys,
    { read: ({ details }) => details.createdAt, descending: last },
    { read: ({ id }) => id, descending: last },
  ]
}

const newerSyntax = (query: URLSearchParams): SortKey<GlanceImage>[] => {
  if (query.has('sort_key') || query.has('sort_dir'))
    throw new CloudError('invalid', 'Old and new sorting syntax cannot be combined')
  return (query.get('sort') ?? '').split(',').map((part) => {
    const [key = '', direction = 'desc'] = part.trim().split(':')
    return sortKey(key.trim(), direction.trim())
  })
}

const olderSyntax = (query: URLSearchParams): SortKey<GlanceImage>[] => {
  const keys = query.getAll('sort_key')
  const directions = query.getAll('sort_dir')
  if (directions.length > 1 && directions.length !== keys.length)
    throw new CloudError('invalid', 'Number of sort dirs does not match the number of sort keys')
  return (keys.length > 0 ? keys : ['created_at']).map((key, index) =>
    sortKey(key.trim(), (directions.length > 1 ? directions[index] : directions[0])?.trim() ?? 'desc'),
  )
}

const sortKey = (key: string, direction: string): SortKey<GlanceImage> => {
  const read = readers[key]
  if (!read)
    throw new CloudError(
      'invalid',
      `Invalid sort key: ${key}. It must be one of the following: ${Object.keys(readers).join(', ')}.`,
    )
  if (direction !== 'asc' && direction !== 'desc')
    throw new CloudError('invalid', `Invalid sort direction: ${direction}`)
  return { read, descending: direction === 'desc' }
}
