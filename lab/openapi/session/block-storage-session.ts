import { isAtLeast, type Microversion } from '../../../src/wire/openstack/microversion.ts'
import type { Ask } from './judged-front.ts'
import { gone, settled } from './settled.ts'

const admin = { as: 'admin' } as const

/** Whose volumes they are, and what they are made from. */
export interface BlockStorageSurroundings {
  readonly projectId: string
  readonly adminProject: string
  readonly imageId: string
}

/** Every route of Cinder's API that the front has and that this microversion knows. */
export const blockStorageSession = async (
  ask: Ask,
  { projectId, adminProject, imageId }: BlockStorageSurroundings,
  microversion: Microversion,
): Promise<void> => {
  const at = (floor: string) => isAtLeast(microversion, floor)
  const root = `/volume/v3/${projectId}`
  for (const path of ['/volume', '/volume/']) await ask(`GET ${path}`, undefined, { as: 'nobody', expect: 300 })
  for (const path of ['/volume/v3', '/volume/v3/']) await ask(`GET ${path}`, undefined, { as: 'nobody' })
  const operator = `/volume/v3/${adminProject}`
  await readOnly(ask, root, at)
  await operatorOnly(ask, operator, projectId, at)

  const create = async (fields: object): Promise<string> => {
    const { volume } = (await ask(`POST ${root}/volumes`, { volume: fields })).body
    await available(ask, `${root}/volumes/${volume.id}`, 'volume')
    return volume.id
  }
  const id = await create({
    name: 'judged',
    description: 'a volume',
    size: 1,
    metadata: { role: 'judged' },
    availability_zone: 'nova',
  })
  const path = `${root}/volumes/${id}`
  for (const query of ['', '?limit=1', '?with_count=true', '?name=judged'])
    if (query !== '?with_count=true' || at('3.45'))
      for (const list of ['/volumes', '/volumes/detail']) await ask(`GET ${root}${list}${query}`)
  await ask(`GET ${operator}/volumes/detail?all_tenants=1`, undefined, admin)
  await ask(`GET ${operator}/volumes/${id}`, undefined, admin)
  if (at('3.12')) await ask(`GET ${root}/volumes/summary`)
  await ask(`PUT ${path}`, { volume: { name: 'renamed', description: 'again' } })
  await ask(`GET ${operator}/volumes/${id}/encryption`, undefined, admin)
  await metadata(ask, path)
  const act = (action: object) => ask(`POST ${path}/action`, action)
  await act({ 'os-set_bootable': { bootable: true } })
  await act({ 'os-update_readonly_flag': { readonly: false } })
  await act({ 'os-set_image_metadata': { metadata: { architecture: 'x86_64' } } })
  await act({ 'os-show_image_metadata': null })
  await act({ 'os-unset_image_metadata': { key: 'architecture' } })
  await act({ 'os-extend': { new_size: 2 } })
  await available(ask, path, 'volume')
  await act({ 'os-reserve': null })
  await act({ 'os-unreserve': null })
  await ask(`POST ${operator}/volumes/${id}/action`, { 'os-reset_status': { status: 'available' } }, admin)

  const bootable = await create({ size: 3, imageRef: imageId })
  await ask(`GET ${root}/volumes/${bootable}`)
  await snapshots(ask, root, operator, id, at)
  if (at('3.27')) await attachments(ask, root, id, at)
  await transfers(ask, root, id, at('3.55') ? ['os-volume-transfer', 'volume-transfers'] : ['os-volume-transfer'])
  await types(ask, operator)

  await ask(`GET ${root}/volumes/nothing`, undefined, { expect: 404 })
  await ask(`GET ${root}/volumes`, undefined, { as: 'nobody', expect: 401 })
  await ask(`GET ${root}/os-services`, undefined, { expect: 403 })
  for (const each of [id, bootable]) {
    await ask(`DELETE ${root}/volumes/${each}`)
    await gone(ask, `${root}/volumes/${each}`)
  }
}

const readOnly = async (ask: Ask, root: string, at: (floor: string) => boolean): Promise<void> => {
  for (const path of ['/limits', '/os-availability-zone', '/extensions', '/types', '/types/default'])
    await ask(`GET ${root}${path}`)
  if (at('3.33')) await ask(`GET ${root}/resource_filters`)
  if (at('3.3')) await ask(`GET ${root}/messages`)
}

const operatorOnly = async (
  ask: Ask,
  root: string,
  projectId: string,
  at: (floor: string) => boolean,
): Promise<void> => {
  for (const path of ['/os-services', '/os-hosts', '/scheduler-stats/get_pools', '/os-quota-class-sets/default'])
    await ask(`GET ${root}${path}`, undefined, admin)
  if (at('3.62')) await ask(`GET ${root}/default-types`, undefined, admin)
  const quotas = `${root}/os-quota-sets/${projectId}`
  for (const below of ['', '/defaults', '?usage=true']) await ask(`GET ${quotas}${below}`, undefined, admin)
  await ask(`PUT ${quotas}`, { quota_set: { volumes: 20, gigabytes: 900 } }, admin)
  await ask(`DELETE ${quotas}`, undefined, admin)
}

const metadata = async (ask: Ask, path: string): Promise<void> => {
  await ask(`GET ${path}/metadata`)
  await ask(`POST ${path}/metadata`, { metadata: { colour: 'red' } })
  await ask(`PUT ${path}/metadata`, { metadata: { colour: 'blue', size: 'large' } })
  await ask(`GET ${path}/metadata/colour`)
  await ask(`PUT ${path}/metadata/colour`, { meta: { colour: 'green' } })
  await ask(`DELETE ${path}/metadata/colour`)
}

const snapshots = async (
  ask: Ask,
  root: string,
  operator: string,
  volumeId: string,
  at: (floor: string) => boolean,
): Promise<void> => {
  const { snapshot } = (
    await ask(`POST ${root}/snapshots`, {
      snapshot: {
        volume_id: volumeId,
        name: 'snap',
        description: 'a snapshot',
        ...(at('3.66') ? {} : { force: false }),
        metadata: { a: 'b' },
      },
    })
  ).body
  const path = `${root}/snapshots/${snapshot.id}`
  await available(ask, path, 'snapshot')
  await ask(`GET ${root}/snapshots`)
  await ask(`GET ${root}/snapshots?limit=1`)
  await ask(`GET ${root}/snapshots/detail`)
  await ask(`PUT ${path}`, { snapshot: { name: 'again' } })
  await metadata(ask, path)
  await ask(`POST ${operator}/snapshots/${snapshot.id}/action`, { 'os-reset_status': { status: 'available' } }, admin)
  await ask(`DELETE ${path}`)
  await settled(async () => (await ask(`GET ${root}/snapshots`)).body.snapshots.length === 0)
}

const attachments = async (ask: Ask, root: string, volumeId: string, at: (floor: string) => boolean): Promise<void> => {
  const { attachment } = (
    await ask(`POST ${root}/attachments`, {
      attachment: {
        volume_uuid: volumeId,
        instance_uuid: '11111111-2222-4333-8444-555555555555',
        ...(at('3.54') ? { mode: 'rw' } : {}),
      },
    })
  ).body
  const path = `${root}/attachments/${attachment.id}`
  await ask(`GET ${root}/attachments`)
  await ask(`GET ${root}/attachments/detail`)
  await ask(
    `PUT ${path}`,
    {
      attachment: {
        connector: {
          initiator: 'iqn.2016-04.test:host',
          ip: '198.18.0.9',
          host: 'host-1',
          platform: 'x86_64',
          multipath: false,
        },
      },
    },
    { expect: 400 },
  )
  await ask(`GET ${path}`)
  if (at('3.44')) await ask(`POST ${path}/action`, { 'os-complete': null })
  await ask(`GET ${root}/volumes/${volumeId}`)
  await ask(`DELETE ${path}`)
  await available(ask, `${root}/volumes/${volumeId}`, 'volume')
}

const transfers = async (ask: Ask, root: string, volumeId: string, collections: readonly string[]): Promise<void> => {
  for (const collection of collections) {
    const { transfer } = (await ask(`POST ${root}/${collection}`, { transfer: { volume_id: volumeId, name: 'given' } }))
      .body
    const path = `${root}/${collection}/${transfer.id}`
    await ask(`GET ${root}/${collection}`)
    await ask(`GET ${root}/${collection}/detail`)
    await ask(`GET ${path}`)
    await ask(`POST ${path}/accept`, { accept: { auth_key: transfer.auth_key } })
    const again = (await ask(`POST ${root}/${collection}`, { transfer: { volume_id: volumeId } })).body.transfer
    await ask(`DELETE ${root}/${collection}/${again.id}`)
  }
}

const types = async (ask: Ask, root: string): Promise<void> => {
  const [type] = (await ask(`GET ${root}/types`, undefined, admin)).body.volume_types
  await ask(`GET ${root}/types/${type.id}`, undefined, admin)
  for (const below of ['extra_specs', 'encryption'])
    await ask(`GET ${root}/types/${type.id}/${below}`, undefined, admin)
}

const available = (ask: Ask, path: string, kind: string): Promise<void> =>
  settled(async () => (await ask(`GET ${path}`)).body[kind].status === 'available')
