import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { hostname } from 'node:os'
import { setTimeout as sleep } from 'node:timers/promises'
import { z } from 'zod'
import { type AdminApi, listAll } from './admin-api.ts'
import type { GuestImage } from './guest-images.ts'
import { labAddresses } from './lab-addresses.ts'
import { LabError } from './lab-error.ts'
import type { LabOptions } from './lab-options.ts'
import { fakeHost } from './write-configuration.ts'

const named = z.object({ id: z.union([z.string(), z.number()]), name: z.string() })

/** Sizes for guests under emulation on a small machine: name, MiB of memory, GiB of disk, processors. */
const flavors = [
  ['m1.nano', 128, 1, 1],
  ['m1.micro', 192, 1, 1],
  ['m1.tiny', 512, 5, 1],
  ['m1.small', 1024, 10, 1],
  ['m1.medium', 2048, 20, 1],
  ['m1.large', 4096, 40, 2],
] as const

/** Makes what an operator offers: flavors, the public network, images and a volume type. */
export const seedOffer = async (api: AdminApi, images: readonly GuestImage[]): Promise<void> => {
  const present = await listAll(api, 'nova', '/flavors?is_public=none', 'flavors', named)
  for (const [name, ram, disk, vcpus] of flavors)
    if (!present.some((each) => each.name === name))
      await api('nova', '/flavors', { method: 'POST', body: { flavor: { name, ram, disk, vcpus } } })
  await seedPublicNetwork(api)
  const types = await listAll(api, 'cinder', '/types', 'volume_types', named)
  if (!types.some(({ name }) => name === 'nfs'))
    await api('cinder', '/types', {
      method: 'POST',
      body: { volume_type: { name: 'nfs', extra_specs: { volume_backend_name: 'nfs' } } },
    })
  for (const image of images) await seedImage(api, image)
}

const seedPublicNetwork = async (api: AdminApi): Promise<void> => {
  const { networks } = z.object({ networks: z.array(named) }).parse(await api('neutron', '/v2.0/networks?name=public'))
  if (networks.length > 0) return
  const network = {
    name: 'public',
    'router:external': true,
    'provider:network_type': 'flat',
    'provider:physical_network': 'public',
  }
  const made = await api('neutron', '/v2.0/networks', { method: 'POST', body: { network } })
  const subnet = {
    name: 'public',
    network_id: z.object({ network: named }).parse(made).network.id,
    ip_version: 4,
    cidr: labAddresses.publicRange,
    gateway_ip: labAddresses.gateway,
    enable_dhcp: false,
    allocation_pools: [labAddresses.publicPool],
  }
  await api('neutron', '/v2.0/subnets', { method: 'POST', body: { subnet } })
}

/** An image whose file has changed takes the place of the one before, which is kept under another name for the servers that were made from it. */
const seedImage = async (api: AdminApi, { name, file, properties, minimum }: GuestImage): Promise<void> => {
  const data = await readFile(file)
  const checksum = createHash('md5').update(data).digest('hex')
  const listed = await api('glance', `/v2/images?name=${encodeURIComponent(name)}`)
  const { images } = z
    .object({ images: z.array(z.object({ id: z.string(), checksum: z.string().nullish() })) })
    .parse(listed)
  if (images.some((image) => image.checksum === checksum)) return
  for (const { id } of images)
    await api('glance', `/v2/images/${id}`, {
      method: 'PATCH',
      headers: { 'Content-Type': 'application/openstack-images-v2.1-json-patch' },
      body: [
        { op: 'replace', path: '/name', value: `${name} before` },
        { op: 'replace', path: '/os_hidden', value: true },
      ],
    })
  const image = {
    name,
    disk_format: 'qcow2',
    container_format: 'bare',
    visibility: 'public',
    min_ram: minimum.memoryMiB,
    min_disk: minimum.diskGiB,
    hw_rng_model: 'virtio',
    architecture: 'x86_64',
    ...properties,
  }
  const made = named.parse(await api('glance', '/v2/images', { method: 'POST', body: image }))
  await api('glance', `/v2/images/${made.id}/file`, { method: 'PUT', body: data })
}

/** Resolves once every compute service, agent and volume service has signed on, and fake ones are in their own zone. */
export const awaitHosts = async (
  api: AdminApi,
  { fakeComputes }: LabOptions,
  discoverHosts: () => Promise<unknown>,
): Promise<void> => {
  const fakes = Array.from({ length: fakeComputes }, (_, index) => fakeHost(index + 1))
  const hosts = [hostname(), ...fakes]
  const service = z.object({ binary: z.string(), host: z.string(), state: z.string() })
  const allUp = async (name: 'nova' | 'cinder', binary: string, wanted: readonly string[]) => {
    const { services } = z.object({ services: z.array(service) }).parse(await api(name, '/os-services'))
    const up = services.filter((each) => each.binary === binary && each.state === 'up').map(({ host }) => host)
    return wanted.every((host) => up.some((each) => each === host || each.startsWith(`${host}@`)))
  }
  await until('nova-compute has signed on', () => allUp('nova', 'nova-compute', hosts))
  const hypervisor = z.object({ hypervisor_hostname: z.string() })
  const known = async () => {
    const listed = await api('nova', '/os-hypervisors')
    const { hypervisors } = z.object({ hypervisors: z.array(hypervisor) }).parse(listed)
    return hypervisors.length >= hosts.length
  }
  if (!(await known())) await discoverHosts()
  await until('Nova’s cell has every host', known)
  if (fakes.length > 0) await seedFakeZone(api, fakes)
  const agent = z.object({ agent_type: z.string(), host: z.string(), alive: z.boolean() })
  await until('Neutron’s agents have signed on', async () => {
    const { agents } = z.object({ agents: z.array(agent) }).parse(await api('neutron', '/v2.0/agents'))
    return ['Linux bridge agent', 'DHCP agent', 'L3 agent', 'Metadata agent'].every((kind) =>
      agents.some((each) => each.agent_type === kind && each.alive && each.host === hostname()),
    )
  })
  await until('cinder-volume has signed on', () => allUp('cinder', 'cinder-volume', [hostname()]))
}

const seedFakeZone = async (api: AdminApi, hosts: readonly string[]): Promise<void> => {
  const aggregate = z.object({ id: z.number(), name: z.string(), hosts: z.array(z.string()).default([]) })
  const { aggregates } = z.object({ aggregates: z.array(aggregate) }).parse(await api('nova', '/os-aggregates'))
  const found =
    aggregates.find(({ name }) => name === 'fake') ??
    z.object({ aggregate }).parse(
      await api('nova', '/os-aggregates', {
        method: 'POST',
        body: { aggregate: { name: 'fake', availability_zone: 'fake' } },
      }),
    ).aggregate
  for (const host of hosts)
    if (!found.hosts.includes(host))
      await api('nova', `/os-aggregates/${found.id}/action`, { method: 'POST', body: { add_host: { host } } })
}

const until = async (what: string, ready: () => Promise<boolean>): Promise<void> => {
  const end = Date.now() + 120_000
  while (!(await ready())) {
    if (Date.now() > end) throw new LabError(`it is not so after two minutes that ${what}`)
    await sleep(300)
  }
}
