import type { PortDriver } from '../../cloud/driver.ts'
import { CloudError } from '../../model/cloud-error.ts'
import { asId } from '../../model/id.ts'
import type { Port } from '../../model/network.ts'
import { chooseGroups, giveBackAddresses, putPort, removePort, takeAddresses, usableNetwork } from './port-making.ts'
import { showServer } from './server-view.ts'
import type { SimulatedCloud } from './simulated-cloud.ts'

/** Ports, those of servers and routers among them. A router's side on an external network is no port here. */
export const ports = (cloud: SimulatedCloud): Required<PortDriver> => {
  const { ports: table, floatingIps, servers, networks } = cloud.tables
  const refuse = (port: Port, why: string): never => {
    throw new CloudError('conflict', `the port ${port.id} ${why}`, { resource: { kind: 'port', id: port.id } })
  }
  return {
    create: (spec, call) =>
      cloud.create(table, call, (id) => {
        const network = usableNetwork(cloud, spec.networkId)
        const securityGroupIds = chooseGroups(cloud, spec.securityGroupIds)
        cloud.usage.admit({ ports: 1 })
        const { name, fixedIps, macAddress } = spec
        putPort(cloud, {
          id: asId(id),
          name,
          network,
          fixedIps,
          macAddress,
          securityGroupIds,
          owner: 'none',
          status: 'down',
        })
      }),
    list: (call) => cloud.answerAll(call, () => table.readAll()),
    get: (id, call) => cloud.answer(call, () => table.read(id)),
    setSecurityGroups: (id, groups, call) =>
      cloud.answer(call, () => {
        const port = table.get(id)
        if (port.owner === 'router' && groups.length > 0)
          refuse(port, 'is a side of a router: it has no security groups')
        table.put({ ...port, securityGroupIds: chooseGroups(cloud, groups) })
        if (port.serverId !== undefined) showServer(cloud, port.serverId)
        return table.get(id)
      }),
    update: (id, { fixedIps }, call) =>
      cloud.answer(call, () => {
        const port = table.get(id)
        if (!fixedIps) return port
        if (port.owner === 'router') refuse(port, 'is a side of a router: its addresses stay')
        const addresses = takeAddresses(cloud, networks.get(port.networkId), fixedIps, port.fixedIps)
        const given = port.fixedIps.filter((one) => !addresses.includes(one))
        const pointed = floatingIps
          .by('port', id)
          .find((one) => given.some(({ address }) => address === one.fixedAddress))
        if (pointed) {
          giveBackAddresses(
            cloud,
            addresses.filter((one) => !port.fixedIps.includes(one)),
          )
          refuse(port, `keeps ${pointed.fixedAddress} while the floating IP ${pointed.address} leads there`)
        }
        giveBackAddresses(cloud, given)
        table.put({ ...port, fixedIps: addresses })
        if (port.serverId !== undefined) showServer(cloud, port.serverId)
        return table.get(id)
      }),
    attach: (id, serverId, call) =>
      cloud.answer(call, () => {
        const port = table.get(id)
        const server = servers.get(serverId)
        if (port.serverId === serverId) return port
        if (port.owner !== 'none') refuse(port, 'is in use')
        if (server.status !== 'active' && server.status !== 'stopped')
          throw new CloudError('conflict', `the server ${server.name} is ${server.status}`)
        table.put({ ...port, serverId, owner: 'server', status: server.status === 'active' ? 'active' : 'down' })
        showServer(cloud, serverId)
        return table.get(id)
      }),
    detach: (id, call) =>
      cloud.answer(call, () => {
        const { serverId, ...port } = table.get(id)
        if (serverId === undefined) return port
        cloud.goesWithServer.delete(id)
        table.put({ ...port, owner: 'none', status: 'down' })
        showServer(cloud, serverId)
        return table.get(id)
      }),
    delete: (id, call) =>
      cloud.answer(call, () => {
        const port = table.find(id)
        if (!port) return
        if (port.owner === 'router') refuse(port, `is a side of the router ${port.routerId}`)
        removePort(cloud, port)
      }),
  }
}
