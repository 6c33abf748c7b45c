import type { Call, CreateCall } from '../../cloud/call.ts'
import { collect } from '../../lib/async-iterable.ts'
import { ManualClock } from '../../lib/clock.ts'
import { seededRandom } from '../../lib/random.ts'
import type { SecurityGroupId } from '../../model/id.ts'
import type { SecurityGroupRuleSpec } from '../../model/security-group.ts'
import type { ServerSpec } from '../../model/server.ts'
import { openSimulatedDriver } from './open-simulated-driver.ts'
import type { SimulatedOptions } from './simulated-options.ts'

const there = <Thing>(thing: Thing | undefined): Thing => {
  if (thing === undefined) throw new Error('this simulated cloud lacks what the test is about')
  return thing
}

/** A simulated cloud for this folder's tests: time stands still, chance repeats itself, and the usual things are one call away. */
export const simulatedFixture = async (options: SimulatedOptions = {}) => {
  const clock = new ManualClock()
  const driver = openSimulatedDriver(options, { clock, random: seededRandom(7) })
  const call: Call = { signal: new AbortController().signal }
  let creates = 0
  const create = (): CreateCall => {
    creates += 1
    return { ...call, token: `create-${creates}` }
  }
  // What is on offer is asked of a cloud that answers at once: it is the same for both, since chance repeats itself.
  const offering = openSimulatedDriver({ ...options, latency: {} }, { clock, random: seededRandom(7) })
  const [flavor, otherFlavor] = await collect(offering.flavors.list(call))
  const [image] = await collect(offering.images.list(call))
  const all = await collect(offering.networks.list(call))
  const external = all.find((network) => network.external)
  const shared = all.find((network) => network.shared)

  const network = async (name: string, cidr: string) => {
    const made = await there(driver.networks.create)({ name }, create())
    const subnet = await there(driver.subnets.create)({ name: `${name}-sub`, networkId: made.id, cidr }, create())
    return { network: made, subnet }
  }
  const server = (name: string, spec: Partial<ServerSpec> = {}) =>
    driver.servers.create(
      {
        name,
        flavorId: there(flavor).id,
        boot: { imageId: there(image).id },
        interfaces: [],
        ...spec,
      },
      create(),
    )
  const group = async (name: string, ...rules: Partial<SecurityGroupRuleSpec>[]) => {
    const { id } = await driver.securityGroups.create({ name }, create())
    for (const rule of rules) await allow(id, rule)
    return id
  }
  const allow = (groupId: SecurityGroupId, rule: Partial<SecurityGroupRuleSpec>) =>
    driver.securityGroups.addRule({ groupId, direction: 'ingress', family: 'ipv4', ...rule }, create())
  return {
    driver,
    clock,
    call,
    create,
    network,
    server,
    group,
    allow,
    there,
    flavor: there(flavor),
    otherFlavor: there(otherFlavor),
    image: there(image),
    external: () => there(external),
    shared: () => there(shared),
    routers: () => there(driver.routers),
    floatingIps: () => there(driver.floatingIps),
  }
}

/** A rule for one TCP port. */
export const tcp = (port: number): Partial<SecurityGroupRuleSpec> => ({ protocol: 'tcp', portMin: port, portMax: port })
