import { isIP } from 'node:net'
import type { GuestDriver } from '../../cloud/driver.ts'
import { formatAddress, parseAddress } from '../../model/address-range.ts'
import { CloudError } from '../../model/cloud-error.ts'
import type { Port } from '../../model/network.ts'
import type { Probe } from '../../model/probe.ts'
import type { Server } from '../../model/server.ts'
import { listensOn } from './guest.ts'
import type { Found } from './network-path.ts'
import { pathFromOutside, pathFromServer } from './network-path.ts'
import type { Flow } from './security-group-rule.ts'
import { allows } from './security-group-rule.ts'
import type { SimulatedCloud } from './simulated-cloud.ts'

/** Probes of simulated guests: decided from the cloud's own state, no packet is sent, and every answer says so. */
export const guests = (cloud: SimulatedCloud): GuestDriver => ({
  probe: (probe, call) =>
    cloud.answer(call, () => {
      const reason = whatIsMissing(cloud, checked(probe))
      return { reached: reason === undefined, ...(reason === undefined ? {} : { reason }), simulated: true }
    }),
})

const checked = (probe: Probe): Probe => {
  const { protocol, port, to } = probe
  if (isIP(to.address) === 0) throw new CloudError('invalid', `${JSON.stringify(to.address)} is not an IP address`)
  const isPort = port !== undefined && Number.isInteger(port) && port >= 1 && port <= 65_535
  if (protocol !== 'icmp' && !isPort) throw new CloudError('invalid', `a probe of ${protocol} needs a port, 1 to 65535`)
  const { value, version } = parseAddress(to.address)
  return { ...probe, to: { address: formatAddress(value, version) } }
}

/** The first thing on the way that keeps the probe from being answered; `undefined` when nothing does. */
const whatIsMissing = (cloud: SimulatedCloud, probe: Probe): string | undefined => {
  const { tables } = cloud
  const { address } = probe.to
  const sender = probe.from === 'outside' ? undefined : tables.servers.get(probe.from.serverId)
  const idle = sender && whyIdle(cloud, sender)
  if (idle) return idle
  if (sender?.interfaces.some((one) => one.address === address)) return whyDeaf(cloud, sender, probe)
  const path: Found = sender ? pathFromServer(cloud, sender, address) : pathFromOutside(cloud, address)
  if (typeof path === 'string') return path
  const { target, source } = path
  if (target.routerId !== undefined)
    return `${address} is an address of the router ${routerName(cloud, target)}, no guest`
  const server = target.serverId === undefined ? undefined : tables.servers.find(target.serverId)
  if (!server) return `the port ${target.name || target.id} with ${address} is in no server`
  const about = { family: address.includes(':') ? 'ipv6' : 'ipv4', protocol: probe.protocol, ...portOf(probe) } as const
  if (source && sender && !passes(cloud, source, { ...about, direction: 'egress', peer: path.receiver }))
    return `no security group of ${named(cloud, sender, source)} has an egress rule for ${service(probe)} to ${address}`
  if (!passes(cloud, target, { ...about, direction: 'ingress', peer: path.sender }))
    return `no security group of ${named(cloud, server, target)} has an ingress rule for ${service(probe)} from ${path.sender.words}`
  return whyIdle(cloud, server) ?? whyDeaf(cloud, server, probe)
}

const portOf = ({ protocol, port }: Probe): { readonly port?: number } =>
  protocol === 'icmp' || port === undefined ? {} : { port }

const service = ({ protocol, port }: Probe): string => (protocol === 'icmp' ? 'icmp' : `${port}/${protocol}`)

const routerName = ({ tables }: SimulatedCloud, { routerId }: Port): string | undefined =>
  tables.routers.find(routerId ?? '')?.name

const groupsOf = ({ tables }: SimulatedCloud, { securityGroupIds }: Port) =>
  securityGroupIds.map((id) => tables.securityGroups.get(id))

/** The port's groups together: one rule in one of them is enough. */
const passes = (cloud: SimulatedCloud, port: Port, flow: Flow): boolean =>
  cloud.options.securityGroups === false ||
  groupsOf(cloud, port).some(({ rules }) => rules.some((rule) => allows(rule, flow)))

/** `web-1 (web, default)`: the server and the groups of that port of it. */
const named = (cloud: SimulatedCloud, { name }: Server, port: Port): string => {
  const groups = groupsOf(cloud, port).map((group) => group.name)
  return `${name} (${groups.join(', ') || 'it has none'})`
}

const whyIdle = ({ guests: all }: SimulatedCloud, { id, name, status }: Server): string | undefined => {
  if (status !== 'active') return `the server ${name} is ${status.replaceAll('_', ' ')}`
  const guest = all.get(id)
  if (guest?.state === 'failed') return `the guest of ${name} failed to boot: ${guest.problem}`
  return guest?.state === 'up' ? undefined : `the guest of ${name} has not booted yet`
}

const whyDeaf = ({ guests: all }: SimulatedCloud, server: Server, probe: Probe): string | undefined => {
  if (probe.protocol === 'icmp') return undefined
  const listening = listensOn(server, all.get(server.id))
  if (listening.has(service(probe))) return undefined
  return `the guest of ${server.name} does not listen on ${service(probe)}: it listens on ${[...listening].join(', ')}`
}
