import type { CloudDriver } from '../../cloud/driver.ts'
import type { Allowed, Permission } from '../../model/cloud-description.ts'
import { permissions } from '../../model/cloud-description.ts'
import type { OpenStackCloud } from './openstack-cloud.ts'

/** The groups that the driver found to be there. */
export type Offered = Pick<
  CloudDriver,
  'networks' | 'subnets' | 'images' | 'routers' | 'ports' | 'floatingIps' | 'volumes'
>

/**
 * What a driver without a group, or a quota of nothing, forbids. The rest only trying would tell: OpenStack's policies can be read by nobody but
 * operators (openstack/neutron `neutron/conf/policies`).
 */
export const permissionsOf = (
  { quotas }: Pick<OpenStackCloud, 'quotas'>,
  { networks, subnets, images, routers, ports, floatingIps, volumes }: Offered,
): Readonly<Record<Permission, Allowed>> => {
  const forbidden = new Set<Permission>()
  const unless = (there: unknown, permission: Permission, quota?: string) => {
    if (!there || (quota !== undefined && quotas[quota] === 0)) forbidden.add(permission)
  }
  unless(networks.create, 'create_network', 'network')
  unless(subnets.create, 'create_subnet', 'subnet')
  unless(routers, 'create_router', 'router')
  unless(ports, 'create_port', 'port')
  unless(floatingIps, 'create_floating_ip', 'floatingip')
  unless(true, 'create_security_group', 'security_group')
  unless(volumes, 'create_volume')
  unless(images.content, 'create_image')
  return Object.fromEntries(
    permissions.map((permission) => [permission, forbidden.has(permission) ? 'no' : 'unknown']),
  ) as Record<Permission, Allowed>
}
