import type { Front } from '../kernel/front.ts'
import type { ServiceDefinition } from '../kernel/service.ts'
import { mountAddressRoutes } from './address-routes.ts'
import { openCompute } from './compute.ts'
import { computeFault } from './compute-fault.ts'
import { ComputeRoutes } from './compute-routes.ts'
import { mountExtensionRoutes } from './extension-routes.ts'
import { mountFlavorRoutes } from './flavor-routes.ts'
import { mountHostRoutes } from './host-routes.ts'
import { mountInstanceActionRoutes } from './instance-action-routes.ts'
import { mountInterfaceRoutes } from './interface-routes.ts'
import { mountKeyPairRoutes } from './key-pair-routes.ts'
import { mountProxyRoutes } from './proxy-routes.ts'
import { mountQuotaRoutes } from './quota-routes.ts'
import { mountRefusedRoutes } from './refused-routes.ts'
import { mountServerActionRoutes } from './server-action-routes.ts'
import { mountServerGroupRoutes } from './server-group-routes.ts'
import { mountServerListRoutes } from './server-list-routes.ts'
import { mountServerMetadataRoutes } from './server-metadata.ts'
import { mountServerRoutes } from './server-routes.ts'
import { mountTagRoutes } from './tag-routes.ts'
import { mountUsageRoutes } from './usage-routes.ts'
import { mountVersionRoutes, versionPaths } from './version-routes.ts'
import { mountVolumeAttachmentRoutes } from './volume-attachment-routes.ts'
import { mountZoneRoutes } from './zone-routes.ts'

/** The newest microversion whose every step is kept here. */
const newest = '2.96'

/** Nova 2.1 with its microversions, or 2.0 alone where the profile has none. The mirror has to be there. */
export const computeService = (front: Front): ServiceDefinition => {
  const compute = openCompute(front)
  const max = front.profile.maxMicroversions.compute ?? newest
  const microversions =
    max === 'none' ? undefined : { min: '2.1', max, word: 'compute', legacyHeader: 'X-OpenStack-Nova-API-Version' }
  return {
    type: 'compute',
    name: 'nova',
    path: '/compute',
    endpoint: microversions ? '/v2.1' : '/v2/{project_id}',
    requestIdHeader: 'x-compute-request-id',
    ...(microversions ? { microversions } : {}),
    public: (_method, path) => versionPaths.test(path),
    fault: computeFault,
    mount(app, _front, site) {
      const routes = new ComputeRoutes(app, site, microversions ? ['v2.1', 'v2'] : ['v2'])
      compute.servers.follow()
      mountVersionRoutes(app, site, microversions)
      mountServerListRoutes(routes, compute)
      mountServerRoutes(routes, compute)
      mountServerActionRoutes(routes, compute)
      mountServerMetadataRoutes(routes, compute)
      mountAddressRoutes(routes, compute)
      mountTagRoutes(routes, compute)
      mountInstanceActionRoutes(routes, compute)
      mountInterfaceRoutes(routes, compute)
      if (front.driver.volumes) mountVolumeAttachmentRoutes(routes, compute)
      mountFlavorRoutes(routes, compute)
      mountKeyPairRoutes(routes, compute)
      mountQuotaRoutes(routes, compute)
      mountZoneRoutes(routes, compute)
      mountHostRoutes(routes, compute)
      mountServerGroupRoutes(routes, compute)
      mountUsageRoutes(routes, compute)
      mountExtensionRoutes(routes)
      mountProxyRoutes(routes, app, compute)
      mountRefusedRoutes(routes, compute)
    },
    async resume() {
      await compute.zones.list()
      compute.servers.reconcile()
      compute.work.resume()
    },
  }
}
