import type { FloatingIpDriver } from '../../cloud/driver.ts'
import { CloudError } from '../../model/cloud-error.ts'
import type { FloatingIp } from '../../model/floating-ip.ts'
import { asId } from '../../model/id.ts'
import type { Port } from '../../model/network.ts'
import { giveBackExternalAddress, takeExternalAddress } from './routers.ts'
import { showServer } from './server-view.ts'
import type { SimulatedCloud } from './simulated-cloud.ts'

/** Floating IPs from the external networks. */
export const floatingIps = (cloud: SimulatedCloud): FloatingIpDriver => {
  const { floatingIps: table, networks, ports } = cloud.tables
  return {
    pools: (call) => cloud.answerAll(call, () => poolsOf(cloud)),
    create: ({ poolId, description = '' }, call) =>
      cloud.create(table, call, (id) => {
        const pool = networks.get(poolId)
        if (!pool.external) throw new CloudError('invalid', `the network ${pool.name} is no pool of floating IPs`)
        cloud.usage.admit({ floatingIps: 1 })
        table.put({ id: asId(id), poolId, address: takeExternalAddress(cloud, poolId), description })
      }),
    list: (call) => cloud.answerAll(call, () => table.readAll()),
    get: (id, call) => cloud.answer(call, () => table.read(id)),
    associate: (id, target, call) =>
      cloud.answer(call, () => {
        const { portId: before, fixedAddress: beforeAddress, ...floatingIp } = table.get(id)
        if (!target) {
          if (before !== undefined) table.put(floatingIp)
        } else {
          const port = ports.get(target.portId)
          const fixedAddress = chooseFixedAddress(cloud, floatingIp, port, target.fixedAddress)
          if (before !== port.id || beforeAddress !== fixedAddress)
            table.put({ ...floatingIp, portId: port.id, fixedAddress })
        }
        for (const portId of new Set([before, target?.portId])) showServerOf(cloud, portId)
        return table.get(id)
      }),
    delete: (id, call) =>
      cloud.answer(call, () => {
        const floatingIp = table.find(id)
        if (!floatingIp) return
        table.remove(id)
        giveBackExternalAddress(cloud, floatingIp.poolId, floatingIp.address)
        showServerOf(cloud, floatingIp.portId)
      }),
  }
}

function* poolsOf({ tables: { networks } }: SimulatedCloud) {
  for (const { id, name, external } of networks.values()) if (external) yield { id, name }
}

const showServerOf = (cloud: SimulatedCloud, portId: Port['id'] | undefined): void => {
  const port = portId === undefined ? undefined : cloud.tables.ports.find(portId)
  if (port?.serverId !== undefined) showServer(cloud, port.serverId)
}

/** The port's address that the floating IP will lead to. Fails with `conflict` when no router leads there or another one leads there. */
const chooseFixedAddress = (
  { tables }: SimulatedCloud,
  { id, poolId }: FloatingIp,
  port: Port,
  asked: string | undefined,
): string => {
  const candidates = port.fixedIps.filter(({ address }) => (asked ? address === asked : !address.includes(':')))
  const [first] = candidates
  if (!first)
    throw new CloudError('invalid', `the port ${port.id} has no address ${asked ?? 'that a floating IP could lead to'}`)
  const pool = tables.networks.get(poolId)
  const routed = candidates.find(({ subnetId }) =>
    tables.routers.by('subnet', subnetId).some(({ externalNetworkId }) => externalNetworkId === poolId),
  )
  if (!routed)
    throw new CloudError(
      'conflict',
      `no router joins the subnet of ${first.address} with ${pool.name}: a floating IP cannot lead there`,
    )
  const other = tables.floatingIps
    .by('port', port.id)
    .find((floatingIp) => floatingIp.id !== id && floatingIp.fixedAddress === routed.address)
  if (other) throw new CloudError('conflict', `the floating IP ${other.address} leads to ${routed.address} already`)
  return routed.address
}
