import type { NetworkDriver } from '../../cloud/driver.ts'
import { CloudError } from '../../model/cloud-error.ts'
import { asId } from '../../model/id.ts'
import type { SimulatedCloud } from './simulated-cloud.ts'
import { removeSubnet } from './subnets.ts'

/** Networks. `create` is absent on a cloud without tenant networks. */
export const networks = (cloud: SimulatedCloud): NetworkDriver => {
  const { networks: table, ports, subnets } = cloud.tables
  const driver: NetworkDriver = {
    list: (call) => cloud.answerAll(call, () => table.readAll()),
    get: (id, call) => cloud.answer(call, () => table.read(id)),
    delete: (id, call) =>
      cloud.answer(call, () => {
        const network = table.find(id)
        if (!network) return
        cloud.refuseOwn(id, `the network ${network.name}`)
        const [port] = ports.by('network', id)
        if (port)
          throw new CloudError('conflict', `the network ${network.name} is in use: the port ${port.id} is on it`, {
            resource: { kind: 'network', id },
          })
        for (const subnet of subnets.by('network', id)) removeSubnet(cloud, subnet.id)
        table.remove(id)
      }),
  }
  if (cloud.options.tenantNetworks === false) return driver
  return {
    ...driver,
    create: ({ name }, call) =>
      cloud.create(table, call, (id) => {
        cloud.usage.admit({ networks: 1 })
        table.put({ id: asId(id), name, status: 'building', external: false, shared: false, mtu: 1500 })
        cloud.after('networkCreate', () => {
          const network = table.find(id)
          if (network) table.put({ ...network, status: 'active' })
        })
      }),
  }
}
