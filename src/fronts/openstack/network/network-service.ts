import type { ServiceDefinition } from '../kernel/service.ts'
import { mountCloudWideLists } from './cloud-wide-lists.ts'
import { finished } from './default-security-group.ts'
import { mountExtensions } from './extensions.ts'
import { extrasOf } from './extras.ts'
import { floatingIps } from './floating-ips.ts'
import { mountResource } from './mount-resource.ts'
import { openNetworkContext } from './network-context.ts'
import { networkFault } from './network-fault.ts'
import { networkIpAvailabilities } from './network-ip-availability.ts'
import { networks } from './networks.ts'
import { ports } from './ports.ts'
import { mountQuotas } from './quotas.ts'
import { mountRouterInterfaces } from './router-interfaces.ts'
import { routers } from './routers.ts'
import { securityGroupRules } from './security-group-rules.ts'
import { securityGroups } from './security-groups.ts'
import { subnetPools } from './subnet-pools.ts'
import { subnets } from './subnets.ts'
import { mountTags } from './tags.ts'
import { mountVersionDocuments } from './version-documents.ts'

const path = '/network'
const base = `${path}/v2.0`

/** Neutron v2.0. What the cloud below has no group for, and what its operator switched off, is no path here, and its extension is not listed. */
export const networkService: ServiceDefinition = {
  type: 'network',
  name: 'neutron',
  path,
  endpoint: '',
  public: (method, below) => method === 'GET' && ['', '/', '/v2.0', '/v2.0/'].includes(below),
  fault: networkFault,
  mount: (app, front, site) => {
    const context = openNetworkContext(front)
    const { driver, profile } = front
    const has = (alias: string) => !profile.withoutExtensions.includes(alias)
    // A Neutron without native paging gives its lists whole (openstack/neutron `neutron/api/api_common.py`).
    const options = { base, site, pageLimit: has('pagination') ? profile.pageLimit : Number.MAX_SAFE_INTEGER }
    const routing = driver.routers && has('router') ? routers(context) : undefined
    const resources = [
      networks(context),
      subnets(context),
      ports(context),
      ...(has('subnet_allocation') ? [subnetPools(context)] : []),
      ...(has('security-group') && !driver.traits.withoutSecurityGroups
        ? [securityGroups(context), securityGroupRules(context)]
        : []),
      ...(has('network-ip-availability') ? [networkIpAvailabilities(context)] : []),
      ...(routing ? [routing] : []),
      // One extension brings both (openstack/neutron-lib `neutron_lib/api/definitions/l3.py`): where there can be no floating IPs, their quota is 0.
      ...((routing || driver.floatingIps) && has('router') ? [floatingIps(context)] : []),
    ]
    mountVersionDocuments(app, path, site)
    mountExtensions(app, context, base)
    if (has('quotas')) mountQuotas(app, context, base)
    mountCloudWideLists(app, context, base)
    for (const resource of resources) {
      mountResource(app, resource, options)
      if (has('standard-attr-tag')) mountTags(app, resource, options)
    }
    if (routing) mountRouterInterfaces(app, context, routing, base)
  },
  resume: async (front) => {
    for (const { id, unfinished } of [...extrasOf(front, 'security-group')])
      if (unfinished && front.mirror.get('security-group', id))
        front.tasks.run('finish a security group', async () => void (await finished(front, id)))
  },
}
