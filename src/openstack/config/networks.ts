import { CloudError } from '../../model/cloud-error.ts'
import { isTrue } from './normalise.ts'
import { type Entries, isList, isMap, isScalar, type Traced, textOf, tracedMap } from './traced.ts'

const switches = ['routes_externally', 'nat_source', 'nat_destination', 'default_interface']

/**
 * Gives every entry of `networks` all its switches, and the old `external_network` and `internal_network` their place in that list. Throws
 * `invalid` for a network without a name, for both forms at once, and for two networks that claim one exclusive role.
 * Source: openstack/openstacksdk openstack/config/loader.py, `_fix_backwards_networks`.
 */
export const networksFilled = (cloudName: string, entries: Entries): Map<string, Traced> => {
  const listed = entries.get('networks')
  const networks: Traced[] = isList(listed) ? listed.items.map((item) => fullNetwork(cloudName, item)) : []
  for (const key of ['external_network', 'internal_network']) {
    const name = entries.get(key)
    if (!name) continue
    if (listed)
      throw new CloudError('invalid', `the cloud ${cloudName} has both ${key} and networks`, {
        hint: `Move it into networks and remove ${key}`,
      })
    const external = key === 'external_network'
    const role = { routes_externally: external, nat_destination: !external, default_interface: external }
    networks.push(tracedMap({ name: textOf(name) ?? '', ...role }, name.origin))
  }
  for (const role of ['nat_destination', 'default_interface']) {
    const [first, second] = networks.filter((network) => isMap(network) && isSwitchedOn(network.entries, role))
    if (isMap(first) && isMap(second))
      throw new CloudError(
        'invalid',
        `the cloud ${cloudName} has two networks with ${role}: ${nameOf(first.entries)} and ${nameOf(second.entries)}`,
      )
  }
  return new Map(entries).set('networks', {
    origin: listed?.origin ?? networks[0]?.origin ?? { kind: 'default' },
    items: networks,
  })
}

const fullNetwork = (cloudName: string, item: Traced): Traced => {
  const network: Entries = isMap(item) ? item.entries : new Map()
  const name = nameOf(network)
  if (!name) throw new CloudError('invalid', `a network of the cloud ${cloudName} has no name`)
  const external = isSwitchedOn(network, 'routes_externally')
  return tracedMap(
    {
      name,
      ...Object.fromEntries(switches.map((key) => [key, isSwitchedOn(network, key)])),
      routes_ipv4_externally: isSwitchedOn(network, 'routes_ipv4_externally', external),
      routes_ipv6_externally: isSwitchedOn(network, 'routes_ipv6_externally', external),
    },
    item.origin,
  )
}

const nameOf = (network: Entries): string | undefined => textOf(network.get('name'))

const isSwitchedOn = (network: Entries, key: string, otherwise = false): boolean => {
  const value = network.get(key)
  return isScalar(value) ? isTrue(value.scalar) : otherwise
}
