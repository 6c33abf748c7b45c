import type { Call } from '../../cloud/call.ts'
import type { DescriptionDriver } from '../../cloud/driver.ts'
import { collect } from '../../lib/async-iterable.ts'
import type { CloudDescription, LimitName, Trust, VolumeTypeDescription } from '../../model/cloud-description.ts'
import { largestVolumeOf } from '../../openstack/block-storage/quota-set.ts'
import { volumes, volumeTypes } from '../../openstack/block-storage/volumes.ts'
import { flavors } from '../../openstack/compute/flavors.ts'
import { importMethodsOf } from '../../openstack/image/import-methods.ts'
import { networkExtensions } from '../../openstack/network/extensions.ts'
import { networks } from '../../openstack/network/networks.ts'
import { pageLimitOf } from '../../openstack/session/page-limit.ts'
import { pages } from '../../openstack/session/pages.ts'
import { serviceExtensions } from '../../openstack/session/service-extensions.ts'
import type { SessionSettings } from '../../openstack/session/session-settings.ts'
import { absoluteLimits } from '../../openstack/session/zones-and-limits.ts'
import { imageAnswer } from '../../wire/openstack/image/image-answer.ts'
import type { OpenStackCloud } from './openstack-cloud.ts'
import type { Offered } from './permissions.ts'
import { permissionsOf } from './permissions.ts'
import { describeServices } from './service-descriptions.ts'
import { unlessSilent } from './unless-silent.ts'

/** The catalog, the version documents, and what Nova, Neutron, Glance and Cinder tell of themselves to any member. */
export const descriptionGroup = (
  cloud: OpenStackCloud,
  settings: Pick<SessionSettings, 'authUrl' | 'tls'>,
  offered: Offered,
): DescriptionDriver => ({
  async read(call) {
    const [services, { project, roles }, extensions, importMethods, types, limits, pageLimits] = await Promise.all([
      describeServices(cloud, call),
      cloud.session.authorization(call),
      extensionsOf(cloud, call),
      unlessSilent(importMethodsOf(cloud.image, call)),
      volumeTypesOf(cloud, call),
      limitsOf(cloud, call),
      pageLimitsOf(cloud, call),
    ])
    return {
      services,
      extensions,
      trust: trustOf(settings),
      ...(project?.domain ? { domain: project.domain } : {}),
      roles: [...roles].sort(),
      ...(importMethods ? { importMethods: [...importMethods].sort() } : {}),
      volumeTypes: types,
      limits,
      pageLimits,
      allowed: permissionsOf(cloud, offered),
    }
  },
})

const extensionsOf = async (
  { network, storage }: OpenStackCloud,
  call: Call,
): Promise<CloudDescription['extensions']> => {
  const [ofNetwork, ofStorage] = await Promise.all([
    networkExtensions(network, call),
    storage && unlessSilent(serviceExtensions(storage, call)),
  ])
  return { network: [...ofNetwork].sort(), ...(ofStorage ? { 'block-storage': [...ofStorage].sort() } : {}) }
}

const volumeTypesOf = async ({ storage }: OpenStackCloud, call: Call): Promise<readonly VolumeTypeDescription[]> => {
  if (!storage) return []
  const types = (await unlessSilent(collect(volumeTypes.list(storage, {}, call)))) ?? []
  return types.map(({ name, extra_specs: properties = {} }) => ({ name, properties }))
}

const limitsOf = async (
  { compute, storage, projectId }: OpenStackCloud,
  call: Call,
): Promise<CloudDescription['limits']> => {
  const [absolute, volumeGiBEach] = await Promise.all([
    unlessSilent(absoluteLimits(compute, call)),
    storage && unlessSilent(largestVolumeOf(storage, projectId, call)),
  ])
  const told: Readonly<Record<LimitName, number | null | undefined>> = {
    serverMetadataItems: absolute?.maxServerMeta,
    imageMetadataItems: absolute?.maxImageMeta,
    serverGroups: absolute?.maxServerGroups,
    serverGroupMembers: absolute?.maxServerGroupMembers,
    volumeGiBEach,
  }
  // OpenStack writes -1 for unlimited.
  return Object.fromEntries(Object.entries(told).filter(([, limit]) => typeof limit === 'number' && limit >= 0))
}

const pageLimitsOf = async (
  { compute, image, network, storage }: OpenStackCloud,
  call: Call,
): Promise<CloudDescription['pageLimits']> => {
  const [ofCompute, ofImage, ofNetwork, ofStorage] = await Promise.all([
    pageLimitOf(flavors.pages(compute, {}, call)),
    pageLimitOf(pages(image, { path: '/images', key: 'images', item: imageAnswer, ...call })),
    pageLimitOf(networks.pages(network, {}, call)),
    storage && pageLimitOf(volumes.pages(storage, {}, call)),
  ])
  return {
    ...(ofCompute === undefined ? {} : { compute: ofCompute }),
    ...(ofImage === undefined ? {} : { image: ofImage }),
    ...(ofNetwork === undefined ? {} : { network: ofNetwork }),
    ...(ofStorage === undefined ? {} : { 'block-storage': ofStorage }),
  }
}

const trustOf = ({ authUrl, tls }: Pick<SessionSettings, 'authUrl' | 'tls'>): Trust => {
  const { protocol, hostname } = new URL(authUrl)
  if (protocol === 'http:') return /^(localhost|127\.[\d.]+|\[::1\])$/.test(hostname) ? 'loopback' : 'none'
  if (!tls.verify) return 'unverified'
  return tls.cacert === undefined ? 'system' : 'own authority'
}
