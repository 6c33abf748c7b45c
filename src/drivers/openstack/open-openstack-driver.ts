import type { Call } from '../../cloud/call.ts'
import type { CloudDriver } from '../../cloud/driver.ts'
import { steadily } from '../../cloud/steadily.ts'
import { systemClock } from '../../lib/clock.ts'
import { systemRandom } from '../../lib/random.ts'
import { CloudError } from '../../model/cloud-error.ts'
import { probeGuest } from '../../openstack/guests/probe-guest.ts'
import { logOut } from '../../openstack/identity/log-out.ts'
import { networkExtensions, networkQuotas } from '../../openstack/network/extensions.ts'
import type { CloudSessionOptions } from '../../openstack/session/open-cloud-session.ts'
import { openCloudSession } from '../../openstack/session/open-cloud-session.ts'
import type { ServiceClient } from '../../openstack/session/service-client.ts'
import type { Session } from '../../openstack/session/session.ts'
import { attachmentGroup } from './attachments.ts'
import { classify } from './classify.ts'
import { containerGroup } from './containers.ts'
import { Creates } from './creates.ts'
import { descriptionGroup } from './description.ts'
import { discoveredTraits } from './discovered-traits.ts'
import type { DriverSettings } from './driver-settings.ts'
import { driverSettings } from './driver-settings.ts'
import { flavorGroup } from './flavors.ts'
import { floatingIpGroup } from './floating-ips.ts'
import { forbiddenOf } from './forbidden.ts'
import { forgetting } from './forgetting.ts'
import { imageGroup } from './images.ts'
import { keyPairGroup } from './key-pairs.ts'
import { networkGroup } from './networks.ts'
import { noSecurityGroups } from './no-security-groups.ts'
import { objectGroup } from './objects.ts'
import type { OpenStackCloud } from './openstack-cloud.ts'
import { placeGroup } from './places.ts'
import { portGroup } from './ports.ts'
import { quotaGroup } from './quotas.ts'
import { routerGroup } from './routers.ts'
import { securityGroupGroup } from './security-groups.ts'
import { serverGroup } from './servers.ts'
import { snapshotGroup } from './snapshots.ts'
import { subnetGroup } from './subnets.ts'
import { volumeGroup } from './volumes.ts'

export interface OpenStackDriverOptions extends Omit<CloudSessionOptions, 'attempts'> {
  /** Milliseconds between two looks at a resource that is changing; 1,000 when absent, 100 for simulated clouds. */
  readonly pollIntervalMs?: number
}

/**
 * How long a read may lag behind a write, generously. Where services read from several nodes of one database, a node may show a write a moment after another
 * one accepted it (openstack/oslo.db `oslo_db/options.py`, `mysql_wsrep_sync_wait`, which is off unless the operator sets it). No API tells that moment.
 */
const consistencyWindowMs = 3000

/** So many bytes fit into 65,535 characters of base64 (openstack/nova `nova/api/openstack/compute/schemas/servers.py`, `user_data`). */
const userDataLimit = Math.floor(65_535 / 4) * 3

/**
 * Any OpenStack cloud behind the contract, in one region. Logs in and reads the catalog and Neutron's extensions, from which the groups and the traits
 * follow. Throws `unauthenticated` for wrong credentials and `unsupported` for a cloud without compute, network or image service. Opening it is
 * tried three times; the driver then repeats nothing that failed, unless the configuration asks for it, since its user does.
 */
export const openOpenStackDriver = async (options: OpenStackDriverOptions): Promise<CloudDriver> => {
  const warned = new Set<string>()
  const onWarning = (warning: string): void => {
    if (!warned.has(warning)) options.onWarning?.(warning)
    warned.add(warning)
  }
  return steadily({ classify }, () => open({ ...options, onWarning }), {
    clock: options.clock ?? systemClock,
    random: options.random ?? systemRandom,
    signal: options.signal ?? new AbortController().signal,
    repeatable: true,
    attempts: 3,
  })
}

const open = async (options: OpenStackDriverOptions): Promise<CloudDriver> => {
  const settings = driverSettings(options.values)
  const opened = await openCloudSession({ ...options, attempts: 1 })
  const { session } = opened
  const call = { signal: options.signal ?? new AbortController().signal }
  try {
    const [cloud, guests] = await Promise.all([
      findServices(session, new Creates(options.clock ?? systemClock, consistencyWindowMs), options.onWarning, call),
      session.service('portolan-guests', call),
    ])
    const groups = groupsOf(cloud, settings)
    return {
      traits: {
        kind: 'openstack',
        simulated: guests !== undefined,
        region: (await session.region(call)) ?? '',
        resizeNeedsStop: false,
        // Nova and Cinder choose a zone for whoever names none.
        zoneRequired: false,
        subnetSettings: true,
        bootFromVolume: true,
        volumesFromImages: true,
        configDrive: true,
        ...(hasGroups(cloud, settings) ? {} : { withoutSecurityGroups: true }),
        userDataLimit,
        pollIntervalMs: options.pollIntervalMs ?? (guests ? 100 : 1000),
        consistencyWindowMs,
        ...(await discoveredTraits(cloud, settings, call)),
      },
      ...groups,
      description: descriptionGroup(cloud, opened.settings, groups),
      ...(guests ? { guests: { probe: (probe, probing) => probeGuest(guests, probe, probing) } } : {}),
      ...(opened.settings.credentials.identity.method === 'token'
        ? {}
        : { logOut: async (leaving: Call) => logOut(await session.need('identity', leaving), leaving) }),
      classify,
      [Symbol.asyncDispose]: () => opened[Symbol.asyncDispose](),
    }
  } catch (error) {
    await opened[Symbol.asyncDispose]()
    throw error
  }
}

const findServices = async (
  session: Session,
  creates: Creates,
  onWarning: OpenStackDriverOptions['onWarning'],
  call: Call,
): Promise<OpenStackCloud> => {
  const { project } = await session.authorization(call)
  if (!project)
    throw new CloudError('invalid', 'the credentials are not of a project', {
      hint: 'set auth.project_name or auth.project_id',
    })
  const network = await session.need('network', call)
  const [compute, image, storage, objectStore, extensions] = await Promise.all([
    session.need('compute', call),
    session.need('image', call),
    spokenStorage(session, onWarning, call),
    session.service('object-store', call),
    networkExtensions(network, call),
  ])
  const services = {
    session,
    projectId: project.id,
    compute,
    network,
    image,
    ...(storage ? { storage } : {}),
    ...(objectStore ? { objectStore } : {}),
  }
  const [quotas, forbidden] = await Promise.all([
    extensions.has('quota_details') ? networkLimits(network, project.id, call) : {},
    forbiddenOf({ network, image, extensions }, call),
  ])
  return { ...services, extensions, quotas, forbidden, creates }
}

/** The volumes' service; none, with a warning, where it speaks only versions that this client does not. */
const spokenStorage = async (
  session: Session,
  onWarning: OpenStackDriverOptions['onWarning'],
  call: Call,
): Promise<ServiceClient | undefined> => {
  const storage = await session.service('block-storage', call)
  try {
    await storage?.endpoint(call)
    return storage
  } catch (error) {
    if (!(error instanceof CloudError) || error.code !== 'unsupported') throw error
    onWarning?.(`this cloud is used without volumes: ${error.message}`)
    return undefined
  }
}

const networkLimits = async (network: ServiceClient, projectId: string, call: Call) => {
  const details = Object.entries(await networkQuotas(network, projectId, call))
  return Object.fromEntries(details.map(([name, { limit }]) => [name, limit]))
}

const hasGroups = ({ extensions }: OpenStackCloud, { securityGroups }: DriverSettings): boolean =>
  securityGroups && extensions.has('security-group')

const groupsOf = (cloud: OpenStackCloud, settings: DriverSettings) => {
  const { storage, objectStore, extensions, forbidden, creates } = cloud
  const routed = extensions.has('router')
  const whyNone = settings.securityGroups ? 'Neutron has no extension security-group' : 'secgroup_source is None'
  return {
    places: placeGroup(cloud),
    flavors: flavorGroup(cloud),
    images: imageGroup(cloud, settings.images),
    keyPairs: keyPairGroup(cloud),
    networks: forgetting(creates, networkGroup(cloud, settings)),
    subnets: forgetting(creates, subnetGroup(cloud)),
    securityGroups: hasGroups(cloud, settings)
      ? forgetting(creates, securityGroupGroup(cloud))
      : noSecurityGroups(whyNone),
    servers: forgetting(creates, serverGroup(cloud)),
    ports: forgetting(creates, portGroup(cloud)),
    quotas: quotaGroup(cloud),
    ...(routed && cloud.quotas.router !== 0 && !forbidden.has('create_router')
      ? { routers: forgetting(creates, routerGroup(cloud)) }
      : {}),
    ...(routed && settings.floatingIps && cloud.quotas.floatingip !== 0
      ? { floatingIps: forgetting(creates, floatingIpGroup(cloud, settings.preferredPool)) }
      : {}),
    ...(storage
      ? {
          volumes: forgetting(creates, volumeGroup(cloud, storage)),
          attachments: attachmentGroup(cloud, storage),
          snapshots: forgetting(creates, snapshotGroup(cloud, storage)),
        }
      : {}),
    ...(objectStore ? { containers: containerGroup(objectStore), objects: objectGroup(objectStore) } : {}),
  }
}
