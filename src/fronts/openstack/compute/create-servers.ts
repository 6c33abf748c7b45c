import { CloudError } from '../../../model/cloud-error.ts'
import type { Zone } from '../../../model/place.ts'
import type { ServerCreate } from '../../../wire/openstack/compute/server-create.ts'
import { findImage } from '../image/find-image.ts'
import type { MirrorRecord } from '../kernel/mirror-record.ts'
import { bootOf, chooseDisks } from './choose-disks.ts'
import { chooseGroups } from './choose-groups.ts'
import { chooseInterfaces } from './choose-interfaces.ts'
import type { Compute } from './compute.ts'
import type { ComputeCall } from './compute-call.ts'
import { embeddedFlavor } from './embedded-flavor.ts'
import type { BuildPlan, ServerRecord } from './server-record.ts'
import { zoneForGroup } from './zone-for-group.ts'

/** Checks a request for servers, notes each of them durably and starts to build them. Throws Nova's refusals before anything is noted. */
export const createServers = async (
  compute: Compute,
  call: ComputeCall,
  request: ServerCreate,
  groupId: string | undefined,
): Promise<readonly ServerRecord[]> => {
  const { front, servers, work, quotas } = compute
  const { caller, projectId } = call
  refuseWhatNobodyKeeps(call, request)
  const least = request.min_count ?? 1
  const most = request.max_count ?? least
  if (least > most) throw new CloudError('invalid', 'min_count must be <= max_count')
  if (most > 1 && request.hostname !== undefined)
    throw new CloudError('invalid', 'Unable to allocate a single hostname to multiple instances')
  const wanted = await zoneWanted(compute, call, request)
  const flavor = needFlavor(compute, request.flavorRef)
  const disks = chooseDisks(front, caller, request)
  refuseZeroDisk(compute, call, flavor, disks)
  if (disks.image) checkImage(compute, call, disks.image.id, flavor, disks.image.volumeGiB)
  const key = keyOf(compute, call, request.key_name)
  const groupNames = (request.security_groups ?? []).flatMap(({ name }) => (name === undefined ? [] : [name]))
  const securityGroupIds = await chooseGroups(front, projectId, groupNames)
  const userData = textOf(request.user_data, front.driver.traits.userDataLimit)
  const metadata = request.metadata ?? {}
  quotas.checkMetadata(projectId, metadata)
  const members = groupId === undefined ? [] : compute.serverGroups.members(groupId)
  if (groupId !== undefined) {
    compute.serverGroups.need(caller, groupId)
    quotas.checkGroupMembers(projectId, members.length, least)
  }
  const count = quotas.roomForServers(projectId, flavor, least, most)
  const places = await Promise.all(
    Array.from({ length: count }, (_, index) =>
      zoneForGroup(compute, groupId, wanted ?? zoneOfDisks(disks, compute), index),
    ),
  )
  const connected = places.map((zone) =>
    chooseInterfaces(front, { caller, projectId, networks: request.networks, count: most, zone }),
  )
  const reservationId = `r-${Buffer.from(front.random.bytes(5)).toString('hex').slice(0, 8)}`
  const boot = bootOf(front, disks)
  const records = places.map((zone, index): ServerRecord => {
    const id = front.newId()
    const now = front.timestamp()
    const name = count > 1 ? `${request.name}-${index + 1}` : request.name
    const { interfaces = [], tags = {} } = connected[index] ?? {}
    const zoneId = compute.zones.idBelow(zone)
    const spec: BuildPlan['spec'] = {
      name,
      flavorId: front.mirror.nativeId('flavor', flavor.id),
      ...(boot ? { boot } : {}),
      interfaces,
      securityGroupIds,
      ...(userData === undefined ? {} : { userData }),
      ...(zoneId === undefined ? {} : { zoneId }),
      metadata,
      ...(request.config_drive ? { configDrive: true } : {}),
    }
    const booted = disks.boot?.source.kind === 'volume' ? disks.boot : undefined
    return {
      id,
      projectId,
      userId: caller.userId,
      name,
      hostname: request.hostname ?? hostnameFrom(name, id),
      description: call.at('2.19') ? (request.description ?? null) : name,
      flavor,
      imageId: disks.image && disks.image.volumeGiB === undefined ? disks.image.id : null,
      keyName: key?.name ?? null,
      metadata,
      tags: [...new Set(request.tags ?? [])],
      userData: request.user_data ?? null,
      configDrive: request.config_drive ?? false,
      pinnedZone: wanted?.name ?? null,
      diskConfig: request['OS-DCF:diskConfig'] ?? 'MANUAL',
      accessIPv4: request.accessIPv4 ?? '',
      accessIPv6: request.accessIPv6 ?? '',
      reservationId,
      launchIndex: index,
      requestedGroups: groupNames.length > 0 ? groupNames : ['default'],
      ...(groupId === undefined ? {} : { serverGroupId: groupId }),
      disks: booted
        ? [{ volumeId: volumeOf(booted), deleteOnTermination: booted.deleteOnTermination, tag: booted.tag, boot: true }]
        : [],
      interfaceTags: tags,
      userPorts: portsAsked(request),
      madePorts: [],
      plan: {
        spec,
        ...(key ? { publicKey: key.publicKey } : {}),
        ...(!boot && disks.boot ? { bootDisk: disks.boot } : {}),
        disks: disks.others,
      },
      task: { name: 'spawning', requestId: call.requestId },
      createdAt: now,
      updatedAt: now,
    }
  })
  front.store.transaction(() => {
    for (const record of records) servers.add(record)
  })
  for (const record of records) work.build(call, record)
  return records
}

const portsAsked = ({ networks }: ServerCreate): readonly string[] =>
  Array.isArray(networks) ? networks.flatMap(({ port }) => port ?? []) : []

const refusal = (message: string): CloudError => new CloudError('invalid', message)

/** Each of these would be dropped without a word below: so it is refused by name. */
const refuseWhatNobodyKeeps = (call: ComputeCall, request: ServerCreate): void => {
  if (request.host !== undefined || request.hypervisor_hostname !== undefined) {
    if (!call.caller.isAdmin)
      throw new CloudError(
        'forbidden',
        "Policy doesn't allow compute:servers:create:requested_destination to be performed.",
      )
    throw refusal('host and hypervisor_hostname are not supported: the cloud below chooses the host.')
  }
  if (request.personality && request.personality.length > 0)
    throw refusal('personality is not supported: use user_data to put files into a server.')
  if (request.trusted_image_certificates && request.trusted_image_certificates.length > 0)
    throw refusal('trusted_image_certificates is not supported: images are not signed on this cloud.')
}

const zoneWanted = async (
  { zones }: Compute,
  call: ComputeCall,
  { availability_zone: name }: ServerCreate,
): Promise<Zone | undefined> => {
  if (name === undefined) return undefined
  if (!name.includes(':')) return zones.need(name)
  if (!call.caller.isAdmin)
    throw new CloudError('forbidden', "Policy doesn't allow os_compute_api:servers:create:forced_host to be performed.")
  throw refusal('A host in availability_zone is not supported: the cloud below chooses the host.')
}

/** A volume that is booted from decides the zone on clouds whose volumes stay in theirs. */
const zoneOfDisks = ({ boot }: ReturnType<typeof chooseDisks>, { front }: Compute): Zone | undefined => {
  if (!front.driver.traits.volumesStayInZone || boot?.source.kind !== 'volume') return undefined
  const zoneId = front.mirror.get('volume', boot.source.volumeId)?.native?.zoneId
  return zoneId === undefined ? undefined : { id: zoneId, name: zoneId, available: true, serves: ['servers'] }
}

/** A policy that Nova ships for administrators alone (openstack/nova `nova/policies/servers.py`, `zero_disk_flavor`). */
const refuseZeroDisk = (
  { front }: Compute,
  { caller }: ComputeCall,
  { diskGiB }: ServerRecord['flavor'],
  { image }: ReturnType<typeof chooseDisks>,
): void => {
  const onFlavorDisk = image !== undefined && image.volumeGiB === undefined
  if (front.driver.traits.disklessNeedsVolume && diskGiB === 0 && onFlavorDisk && !caller.isAdmin)
    throw new CloudError('forbidden', 'Only volume-backed servers are allowed for flavors with zero disk.')
}

const needFlavor = ({ front }: Compute, reference: string): ServerRecord['flavor'] => {
  const id = reference.split('/').at(-1) ?? ''
  const native = front.mirror.get('flavor', id)?.native
  if (!native) throw refusal(`Flavor ${id} could not be found.`)
  return embeddedFlavor(id, native)
}

const checkImage = (
  { front }: Compute,
  call: ComputeCall,
  id: string,
  flavor: ServerRecord['flavor'],
  volumeGiB: number | undefined,
): void => {
  const image = findImage(front, call.caller, id)
  if (!image) throw refusal('Can not find requested image')
  const native: MirrorRecord<'image'>['native'] = image.record?.native
  if (image.status !== 'active' || !native) throw refusal(`Image ${id} is not active.`)
  if (image.details.minMemoryMiB > flavor.memoryMiB) throw refusal("Flavor's memory is too small for requested image.")
  const diskGiB = volumeGiB ?? flavor.diskGiB
  if (diskGiB > 0 && image.details.minDiskGiB > diskGiB)
    throw refusal(
      `Flavor's disk is smaller than the minimum size specified in image metadata. Flavor disk is ${diskGiB * 2 ** 30} bytes, minimum size is ${image.details.minDiskGiB * 2 ** 30} bytes.`,
    )
}

const keyOf = ({ keyPairs }: Compute, { caller }: ComputeCall, name: string | undefined) => {
  if (name === undefined) return undefined
  const key = keyPairs.find(caller.userId, name)
  if (!key) throw refusal('Invalid key_name provided.')
  if (key.type === 'x509')
    throw refusal(`The key pair ${name} is an X.509 certificate: servers here take SSH keys alone.`)
  return key
}

/** User data as the text that clouds take. Throws for what is no text: compressed or binary user data is refused. */
const textOf = (encoded: string | undefined, limit: number): string | undefined => {
  if (encoded === undefined || encoded.trim() === '') return undefined
  const bytes = Buffer.from(encoded, 'base64')
  if (bytes.byteLength > limit)
    throw refusal(`User data is too large: this cloud takes ${limit} bytes, and it has ${bytes.byteLength}.`)
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    throw refusal('User data has to be text: compressed or binary user data is not supported.')
  }
}

/** The host name that Nova makes of a server's name (openstack/nova `nova/utils.py`, `sanitize_hostname`). */
const hostnameFrom = (name: string, id: string): string => {
  const clean = name
    .normalize('NFKD')
    .replace(/[ _.]/g, '-')
    .replace(/[^\w-]+/g, '')
    .toLowerCase()
    .replace(/^[.-]+|[.-]+$/g, '')
    .slice(0, 63)
  return clean === '' ? `server-${id}` : clean
}

const volumeOf = ({ source }: NonNullable<ReturnType<typeof chooseDisks>['boot']>): string =>
  source.kind === 'volume' ? source.volumeId : ''
