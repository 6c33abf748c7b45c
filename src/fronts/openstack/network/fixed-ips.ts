import type { PortSpec } from '../../../model/network.ts'
import { eui64Address, isWithin, parseIp, parseRange } from './ip-range.ts'
import type { Present } from './make.ts'
import { present } from './make.ts'
import type { NetworkContext } from './network-context.ts'
import { httpBadRequest, invalidInput, neutronError } from './neutron-error.ts'
import { portRecords } from './port-records.ts'
import { isAutomatic } from './subnet-plan.ts'

type Subnet = Present<'subnet'>
type FixedIps = NonNullable<PortSpec['fixedIps']>

export interface AskedFixedIp {
  readonly subnet_id?: string | undefined
  readonly ip_address?: string | undefined
}

/** Neutron's limit `max_fixed_ips_per_port`. */
const mostFixedIps = 5

/**
 * The addresses that a port shall have, as the cloud below is asked for them. Asked for none, it is one of IPv4, one of IPv6, and one of each
 * subnet where hosts make their addresses themselves, as openstack/neutron `neutron/db/ipam_pluggable_backend.py` has it; absent when the
 * cloud may choose alone.
 */
export const planFixedIps = (
  context: NetworkContext,
  network: Present<'network'>,
  asked: readonly AskedFixedIp[] | null | undefined,
  macAddress: string,
): FixedIps | undefined => {
  const subnets = present(context, 'subnet').filter(({ native }) => native.networkId === network.native.id)
  const automatic = subnets.filter((subnet) => isAutomaticSubnet(context, subnet))
  if (!asked) {
    const others = subnets.filter((subnet) => !automatic.includes(subnet))
    const families = [4, 6].flatMap((version) => {
      const family = others.filter(({ native }) => native.ipVersion === version)
      return family.find((subnet) => freeAddresses(context, subnet) > 0n) ?? family[0] ?? []
    })
    if (automatic.length === 0 && families.length < 2) return families.length === 0 ? [] : undefined
    return [
      ...families.map(({ native }) => ({ subnetId: native.id })),
      ...automatic.map((subnet) => ownAddress(subnet, macAddress)),
    ]
  }
  if (asked.length > mostFixedIps)
    throw invalidInput(`Exceeded maximum amount of fixed ips per port (limit is ${mostFixedIps})`)
  return asked.map((one) => planOne(context, network, subnets, automatic, one, macAddress))
}

const planOne = (
  context: NetworkContext,
  network: Present<'network'>,
  subnets: readonly Subnet[],
  automatic: readonly Subnet[],
  { subnet_id: subnetId, ip_address: text }: AskedFixedIp,
  macAddress: string,
): FixedIps[number] => {
  if (subnetId === undefined && text === undefined) throw invalidInput('IP allocation requires subnet_id or ip_address')
  const subnet = subnetId === undefined ? undefined : subnets.find(({ id }) => id === subnetId)
  if (subnetId !== undefined && !subnet)
    throw invalidInput(
      `Failed to create port on network ${network.id}, because fixed_ips included invalid subnet ${subnetId}`,
    )
  const address = text === undefined ? undefined : parseIp(text)
  if (text !== undefined && !address)
    throw httpBadRequest(`Invalid input for fixed_ips. Reason: '${text}' is not a valid IP address.`)
  if (!address)
    return subnet && automatic.includes(subnet)
      ? ownAddress(subnet, macAddress)
      : { subnetId: (subnet as Subnet).native.id }
  const holds = ({ native }: Subnet) => {
    const range = parseRange(native.cidr)
    if (!range || !isWithin(address, range)) return false
    return range.version === 6 || range.prefix >= 31 || (address.value !== range.first && address.value !== range.last)
  }
  if (subnet && !holds(subnet))
    throw neutronError(
      'invalid',
      'InvalidIpForSubnet',
      `IP address ${text} is not a valid IP for the specified subnet.`,
    )
  const home = subnet ?? subnets.find(holds)
  if (!home)
    throw neutronError(
      'invalid',
      'InvalidIpForNetwork',
      `IP address ${text} is not a valid IP for any of the subnets on the specified network.`,
    )
  refuseTaken(context, home, text ?? '')
  return { subnetId: home.native.id, address: text ?? '' }
}

const refuseTaken = (context: NetworkContext, subnet: Subnet, address: string): void => {
  if (!holderOf(context, subnet, address)) return
  throw neutronError(
    'conflict',
    'IpAddressAlreadyAllocated',
    `IP address ${address} already allocated in subnet ${subnet.id}`,
  )
}

/** The port that has this address of this subnet. */
export const holderOf = (context: NetworkContext, { native }: Subnet, address: string) => {
  const wanted = parseIp(address)
  return portRecords(context).find((port) =>
    port.native.fixedIps.some(
      (one) => one.subnetId === native.id && (one.address === address || parseIp(one.address)?.value === wanted?.value),
    ),
  )
}

/** True for subnets where a host's address follows from its MAC address. */
const isAutomaticSubnet = (context: NetworkContext, { id }: Subnet): boolean =>
  isAutomatic(context.extra('subnet', id)?.ipv6AddressMode)

const ownAddress = ({ native }: Subnet, macAddress: string): FixedIps[number] => {
  const range = parseRange(native.cidr)
  if (!range) throw invalidInput(`subnet ${native.id} has no readable CIDR`)
  return { subnetId: native.id, address: eui64Address(range, macAddress) }
}

/** How many addresses the subnet's pools hold. */
export const poolSize = ({ native }: Subnet): bigint =>
  native.allocationPools.reduce((sum, { start, end }) => {
    const [first, last] = [parseIp(start), parseIp(end)]
    return first && last ? sum + last.value - first.value + 1n : sum
  }, 0n)

/** How many ports have an address of the subnet, in its pools or beside them. */
export const usedAddresses = (context: NetworkContext, { native }: Subnet): number =>
  context
    .cached('used addresses', () => {
      const used = new Map<string, number>()
      for (const port of portRecords(context))
        for (const { subnetId } of port.native.fixedIps) used.set(subnetId, (used.get(subnetId) ?? 0) + 1)
      return used
    })
    .get(native.id) ?? 0

const freeAddresses = (context: NetworkContext, subnet: Subnet): bigint =>
  poolSize(subnet) - BigInt(usedAddresses(context, subnet))
