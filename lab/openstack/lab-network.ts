import { writeFile } from 'node:fs/promises'
import { networkInterfaces } from 'node:os'
import { labAddresses } from './lab-addresses.ts'
import { LabError } from './lab-error.ts'
import { output, succeeds } from './program-output.ts'

const { gateway, publicBridge, publicRange, tunnel, tunnelBridge } = labAddresses
const bridges = { [publicBridge]: gateway, [tunnelBridge]: tunnel }

/** What comes from guests and is for neither this machine nor the lab is refused, which they hear at once instead of waiting. */
const refusal = ['iif', publicBridge, 'priority', '1', 'unreachable'] as const

/** Makes the lab's two bridges. What is sent to its public network never leaves this machine, even while the bridge is down, and what guests send never does. */
export const raiseNetwork = async (): Promise<void> => {
  for (const [name, addresses] of Object.entries(networkInterfaces()))
    if (!(name in bridges))
      for (const { address } of addresses ?? [])
        if (/^198\.18\.2[45]\./.test(address))
          throw new LabError(`${name} has the address ${address}, in the range 198.18.24.0/23 that the lab is for`)
  await output('ip', 'route', 'replace', 'unreachable', publicRange, 'metric', '4294967294')
  for (const [name, address] of Object.entries(bridges)) {
    if (!(await succeeds('ip', 'link', 'show', name)))
      await output('ip', 'link', 'add', name, 'type', 'bridge', 'forward_delay', '0')
    await output('ip', 'address', 'replace', `${address}/24`, 'dev', name)
    await output('ip', 'link', 'set', name, 'up')
  }
  await succeeds('ip', 'rule', 'add', ...refusal)
  // Only an interface that forwards answers what it cannot deliver (linux net/ipv4/route.c, ip_error).
  await writeFile(`/proc/sys/net/ipv4/conf/${publicBridge}/forwarding`, '1')
}

/** Removes the bridges, and whatever of Neutron's agents is left: their devices, namespaces and chains. */
export const lowerNetwork = async (): Promise<void> => {
  const devices = (await output('ip', '-brief', 'link')).split('\n').map((line) => line.split(/[\s@]/)[0] ?? '')
  for (const device of devices)
    if (/^(tap[0-9a-f]{8}-[0-9a-f]{2}|brq[0-9a-f]{8}-[0-9a-f]{2}|vxlan-\d+)$/.test(device))
      await succeeds('ip', 'link', 'delete', device)
  for (const line of (await output('ip', 'netns', 'list')).split('\n')) {
    const [namespace = ''] = line.split(' ')
    if (!/^(qdhcp|qrouter)-[0-9a-f-]{36}$/.test(namespace)) continue
    for (const id of (await output('ip', 'netns', 'pids', namespace).catch(() => '')).split('\n'))
      if (id) await succeeds('kill', id)
    await succeeds('ip', 'netns', 'delete', namespace)
  }
  for (const name of Object.keys(bridges)) await succeeds('ip', 'link', 'delete', name)
  await succeeds('ip', 'rule', 'delete', ...refusal)
  await succeeds('ip', 'route', 'delete', 'unreachable', publicRange, 'metric', '4294967294')
  for (const tables of ['iptables', 'ip6tables']) {
    const clear = `rules=$(${tables}-save) && case $rules in *neutron*) printf '%s\\n' "$rules" | grep -v neutron | ${tables}-restore;; esac`
    await succeeds('sh', '-c', clear)
  }
  for (const set of (await output('ipset', 'list', '-name').catch(() => '')).split('\n'))
    if (/^N(IPv4|IPv6|ET)/.test(set)) await succeeds('ipset', 'destroy', set)
}
