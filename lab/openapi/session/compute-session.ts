import { isAtLeast, type Microversion } from '../../../src/wire/openstack/microversion.ts'
import type { Answer, Ask } from './judged-front.ts'
import { gone, settled } from './settled.ts'

const root = '/compute/v2.1'
const admin = { as: 'admin' } as const

/** What the other services made for the servers. */
export interface ComputeSurroundings {
  readonly projectId: string
  readonly imageId: string
  readonly networkId: string
  readonly volumeId: string
}

/** Every route of Nova's API that the front has and that this microversion knows. */
export const computeSession = async (
  ask: Ask,
  around: ComputeSurroundings,
  microversion: Microversion,
): Promise<void> => {
  const at = (floor: string) => isAtLeast(microversion, floor)
  const named = `judged-${microversion.minor}`
  await readOnly(ask, around, at)
  if (!at('2.36')) await proxies(ask)

  const key = (
    await ask(`POST ${root}/os-keypairs`, {
      keypair: { name: named, ...(at('2.92') ? { public_key: publicKey } : {}), ...(at('2.2') ? { type: 'ssh' } : {}) },
    })
  ).body.keypair
  await ask(`GET ${root}/os-keypairs`)
  await ask(`GET ${root}/os-keypairs/${key.name}`)
  // Before soft affinity came Nova knew only policies that the cloud below cannot promise.
  const group = at('2.15') ? await serverGroup(ask, named, at) : undefined

  const flavors = Object.fromEntries(
    (await ask(`GET ${root}/flavors`)).body.flavors.map(({ name, id }: { name: string; id: string }) => [name, id]),
  )
  const { server } = (
    await ask(`POST ${root}/servers`, {
      server: {
        name: named,
        imageRef: around.imageId,
        flavorRef: flavors['s1.tiny'],
        key_name: key.name,
        networks: [{ uuid: around.networkId }],
        metadata: { role: 'judged' },
        security_groups: [{ name: 'default' }],
        user_data: 'IyEvYmluL3NoCg==',
        config_drive: true,
        'OS-DCF:diskConfig': 'AUTO',
        availability_zone: 'nova',
        ...(at('2.19') ? { description: 'a server' } : {}),
        ...(at('2.52') ? { tags: ['one'] } : {}),
        ...(at('2.90') ? { hostname: 'judged' } : {}),
      },
      ...(group === undefined ? {} : { 'os:scheduler_hints': { group } }),
    })
  ).body
  const path = `${root}/servers/${server.id}`
  const become = (status: string) => until(ask, path, status)
  const act = (action: object, options = {}) => ask(`POST ${path}/action`, action, options)
  await become('ACTIVE')
  for (const query of ['', '?limit=1', '?name=judged'])
    for (const list of ['/servers', '/servers/detail']) await ask(`GET ${root}${list}${query}`)
  await ask(`GET ${root}/servers/detail?all_tenants=1`, undefined, admin)
  await ask(`GET ${path}`)
  await ask(`GET ${path}`, undefined, admin)
  await ask(`PUT ${path}`, { server: { name: `${named}-again`, ...(at('2.19') ? { description: null } : {}) } })
  await belowServer(ask, path, around, at)

  await act({ 'os-stop': null })
  await become('SHUTOFF')
  await act({ 'os-start': null })
  await become('ACTIVE')
  await act({ reboot: { type: 'HARD' } })
  await become('ACTIVE')
  await act({ resize: { flavorRef: flavors['s1.small'] } })
  await become('VERIFY_RESIZE')
  await act({ revertResize: null })
  await become('ACTIVE')
  await act({ resize: { flavorRef: flavors['s1.small'] } })
  await become('VERIFY_RESIZE')
  await act({ confirmResize: null })
  await become('ACTIVE')
  await act({ rebuild: { imageRef: around.imageId, name: named, metadata: { role: 'rebuilt' } } })
  await become('ACTIVE')
  await act({ lock: at('2.73') ? { locked_reason: 'judged' } : null })
  await ask(`GET ${path}`)
  await act({ unlock: null })
  await act({ 'os-getConsoleOutput': { length: 10 } })
  await act({ removeSecurityGroup: { name: 'default' } })
  await act({ addSecurityGroup: { name: 'default' } })
  const made = await act({ createImage: { name: `${named}-image`, metadata: { from: 'judged' } } })
  const image = made.body.image_id ?? made.headers.get('location')?.split('/').at(-1)
  await ask(`GET /image/v2/images/${image}`)
  await untilImage(ask, image)
  await ask(`DELETE /image/v2/images/${image}`)
  await ask(`GET ${path}/os-instance-actions`)
  for (const { request_id: request } of (await ask(`GET ${path}/os-instance-actions`)).body.instanceActions.slice(
    0,
    2,
  )) {
    await ask(`GET ${path}/os-instance-actions/${request}`)
    await ask(`GET ${path}/os-instance-actions/${request}`, undefined, admin)
  }
  await ask(`GET ${root}/os-simple-tenant-usage/${around.projectId}`)
  await ask(`GET ${root}/os-simple-tenant-usage?detailed=1`, undefined, admin)
  await ask(`GET ${root}/os-hypervisors/detail`, undefined, admin)

  await act({ reboot: { type: 'SOMEHOW' } }, { expect: 400 })
  await ask(`GET ${root}/servers/nothing`, undefined, { expect: 404 })
  await ask(`GET ${root}/servers`, undefined, { as: 'nobody', expect: 401 })
  await ask(`GET ${root}/os-services`, undefined, { expect: 403 })
  await ask(`PUT ${root}/servers`, {}, { expect: 405 })

  await ask(`DELETE ${path}`)
  await gone(ask, path)
  if (group !== undefined) await ask(`DELETE ${root}/os-server-groups/${group}`)
  await ask(`DELETE ${root}/os-keypairs/${key.name}`)
}

const serverGroup = async (ask: Ask, name: string, at: (floor: string) => boolean): Promise<string> => {
  const groups = `${root}/os-server-groups`
  const policy = at('2.64') ? { policy: 'soft-anti-affinity' } : { policies: ['soft-affinity'] }
  const { id } = (await ask(`POST ${groups}`, { server_group: { name, ...policy } })).body.server_group
  await ask(`GET ${groups}`)
  await ask(`GET ${groups}?all_projects=true`, undefined, admin)
  await ask(`GET ${groups}/${id}`)
  return id
}

const readOnly = async (
  ask: Ask,
  { projectId }: ComputeSurroundings,
  at: (floor: string) => boolean,
): Promise<void> => {
  for (const path of ['/compute', '/compute/', '/compute/v2', root, `${root}/`])
    await ask(`GET ${path}`, undefined, { as: 'nobody' })
  for (const path of ['/extensions', '/extensions/os-keypairs', '/limits', '/os-availability-zone', '/flavors/detail'])
    await ask(`GET ${root}${path}`)
  const [flavor] = (await ask(`GET ${root}/flavors?limit=1`)).body.flavors
  await ask(`GET ${root}/flavors/${flavor.id}`)
  await ask(`GET ${root}/flavors/${flavor.id}/os-extra_specs`)
  for (const path of [
    '/os-availability-zone/detail',
    '/os-services',
    '/os-aggregates',
    '/os-hypervisors',
    '/os-quota-class-sets/default',
  ])
    await ask(`GET ${root}${path}`, undefined, admin)
  const [hypervisor] = (await ask(`GET ${root}/os-hypervisors`, undefined, admin)).body.hypervisors
  await ask(`GET ${root}/os-hypervisors/${hypervisor.id}`, undefined, admin)
  if (!at('2.88')) await ask(`GET ${root}/os-hypervisors/statistics`, undefined, admin)
  await ask(`GET ${root}/os-aggregates/1`, undefined, { ...admin, expect: 404 })
  const quotas = `${root}/os-quota-sets/${projectId}`
  for (const below of ['', '/defaults', '/detail']) await ask(`GET ${quotas}${below}`, undefined, admin)
  await ask(`PUT ${quotas}`, { quota_set: { instances: 50, cores: 100, force: true } }, admin)
  await ask(`DELETE ${quotas}`, undefined, admin)
}

/** What Nova 2.1 to 2.35 passes on to its neighbours. */
const proxies = async (ask: Ask): Promise<void> => {
  const groups = `${root}/os-security-groups`
  const group = (await ask(`POST ${groups}`, { security_group: { name: 'proxied', description: 'by Nova' } })).body
    .security_group
  await ask(`GET ${groups}`)
  await ask(`GET ${groups}/${group.id}`)
  await ask(`PUT ${groups}/${group.id}`, { security_group: { name: 'proxied again', description: '' } })
  await ask(`DELETE ${groups}/${group.id}`)
  const [image] = (await ask(`GET ${root}/images`)).body.images
  await ask(`GET ${root}/images/detail`)
  await ask(`GET ${root}/images/${image.id}`)
}

/** The resources below one server. */
const belowServer = async (
  ask: Ask,
  path: string,
  { networkId, volumeId }: ComputeSurroundings,
  at: (floor: string) => boolean,
): Promise<void> => {
  const metadata = `${path}/metadata`
  await ask(`GET ${metadata}`)
  await ask(`POST ${metadata}`, { metadata: { colour: 'red' } })
  await ask(`PUT ${metadata}`, { metadata: { colour: 'blue', size: 'large' } })
  await ask(`GET ${metadata}/colour`)
  await ask(`PUT ${metadata}/colour`, { meta: { colour: 'green' } })
  await ask(`DELETE ${metadata}/colour`)
  const { addresses } = (await ask(`GET ${path}/ips`)).body
  await ask(`GET ${path}/ips/${Object.keys(addresses)[0]}`)
  await ask(`GET ${path}/os-security-groups`)
  if (at('2.26')) {
    await ask(`PUT ${path}/tags`, { tags: ['red', 'blue'] })
    await ask(`GET ${path}/tags`)
    await ask(`PUT ${path}/tags/green`, undefined)
    await ask(`GET ${path}/tags/green`)
    await ask(`DELETE ${path}/tags/green`)
    await ask(`DELETE ${path}/tags`)
  }
  const interfaces = `${path}/os-interface`
  await ask(`GET ${interfaces}`)
  const { interfaceAttachment } = (await ask(`POST ${interfaces}`, { interfaceAttachment: { net_id: networkId } })).body
  await ask(`GET ${interfaces}/${interfaceAttachment.port_id}`)
  await ask(`DELETE ${interfaces}/${interfaceAttachment.port_id}`)
  const volumes = `${path}/os-volume_attachments`
  await ask(`POST ${volumes}`, {
    volumeAttachment: { volumeId, device: '/dev/vdb', ...(at('2.79') ? { delete_on_termination: false } : {}) },
  })
  await ask(`GET ${volumes}`)
  await ask(`GET ${volumes}/${volumeId}`)
  await ask(`GET ${path}`)
  if (at('2.85'))
    await ask(`PUT ${volumes}/${volumeId}`, { volumeAttachment: { volumeId, delete_on_termination: true } })
  await ask(`DELETE ${volumes}/${volumeId}`)
  await settled(async () => (await ask(`GET ${volumes}`)).body.volumeAttachments.length === 0)
}

const until = async (ask: Ask, path: string, status: string): Promise<void> => {
  let last: Answer['body']
  const look = async () => {
    last = (await ask(`GET ${path}`)).body.server
    return last.status === status && last['OS-EXT-STS:task_state'] === null
  }
  await settled(look).catch(() => {
    throw new Error(`never ${status}: ${JSON.stringify(last)}`)
  })
}

const untilImage = (ask: Ask, id: string): Promise<void> =>
  settled(async () => (await ask(`GET /image/v2/images/${id}`)).body.status === 'active')

const publicKey = 'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIOMqqnkVzrm0SdG6UOoqKLsabgH5C9okWi0dh2l9GKJl ada@cloud.test'
