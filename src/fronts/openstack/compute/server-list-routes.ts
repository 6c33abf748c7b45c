import { pageOf } from '../kernel/page.ts'
import { PageTexts } from '../kernel/page-texts.ts'
import type { Compute } from './compute.ts'
import type { ComputeCall } from './compute-call.ts'
import type { ComputeRoutes } from './compute-routes.ts'
import { findServers } from './find-servers.ts'
import type { ServerRecord } from './server-record.ts'

/** `GET /servers` and `GET /servers/detail`. */
export const mountServerListRoutes = (routes: ComputeRoutes, compute: Compute): void => {
  const { views, zones } = compute
  const pages = new PageTexts(compute.front.store)

  routes.get('/servers', { policy: 'os_compute_api:servers:index' }, (call) =>
    call.text(
      listText(compute, call, 'servers', ({ id, name }) =>
        JSON.stringify({ id, name, links: call.links('servers', id) }),
      ),
    ),
  )

  routes.get('/servers/detail', { policy: 'os_compute_api:servers:detail' }, async (call) => {
    const known = await zones.list()
    const write = () => listText(compute, call, 'servers/detail', (record) => views.text(call, record, 'detail'))
    return call.text(pages.of(call.context, write, known))
  })
}

const listText = (
  compute: Compute,
  call: ComputeCall,
  collection: string,
  write: (record: ServerRecord) => string,
): string => {
  const atMost = compute.front.profile.pageLimit
  const found = findServers(compute, call)
  const { items, limit } = pageOf(found, { limit: call.query('limit'), atMost })
  const last = items.at(-1)
  // Nova links to a next page whenever this one is full, even when that one turns out empty (openstack/nova `nova/api/openstack/common.py`).
  const links =
    last && items.length === limit ? `,"servers_links":${JSON.stringify(call.nextLink(collection, last.id))}` : ''
  return `{"servers":[${items.map(write).join(',')}]${links}}`
}
