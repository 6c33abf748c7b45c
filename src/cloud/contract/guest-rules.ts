import assert from 'node:assert/strict'
import { pause } from '../pause.ts'
import { creating, newName, newSecurityGroup, newServer, newSubnet } from './make.ts'
import { newPublicServer, reachesServers } from './public-server.ts'
import { type Rules, rule } from './rule.ts'
import type { Subject } from './subject.ts'

const ssh = { protocol: 'tcp', port: 22 } as const

/** A group that lets SSH in, from everywhere. */
const lettingSshIn = async (subject: Subject) => {
  const group = await newSecurityGroup(subject)
  await subject.cloud.securityGroups.addRule(
    { groupId: group.id, direction: 'ingress', family: 'ipv4', protocol: 'tcp', portMin: 22, portMax: 22 },
    creating(subject),
  )
  return group
}

/** Rules about clouds whose guests are simulated. */
export const guestRules = {
  'guests: a floating IP, a route and a rule let a probe through, and the answer says that no packet was sent': rule(
    ['guests', ...reachesServers],
    async (subject) => {
      const { cloud, call } = subject
      const { id } = await lettingSshIn(subject)
      const { floatingIp } = await newPublicServer(subject, [id])
      const to = { address: floatingIp.address }
      const result = await cloud.guests.probe({ from: 'outside', to, ...ssh }, call)
      assert.deepEqual(result, { reached: true, simulated: true })
    },
  ),
  'guests: without a rule no probe gets through, and the answer says so': rule(
    ['guests', ...reachesServers],
    async (subject) => {
      const { cloud, call } = subject
      const { floatingIp } = await newPublicServer(subject, [(await newSecurityGroup(subject)).id])
      const to = { address: floatingIp.address }
      const { reached, reason = '' } = await cloud.guests.probe({ from: 'outside', to, ...ssh }, call)
      assert.equal(reached, false)
      assert.match(reason, /rule/)
    },
  ),
  'guests: where nobody listens no probe gets through': rule(['guests', ...reachesServers], async (subject) => {
    const { cloud, call } = subject
    const group = await lettingSshIn(subject)
    const rule8080 = { groupId: group.id, direction: 'ingress', family: 'ipv4', protocol: 'tcp' } as const
    await cloud.securityGroups.addRule({ ...rule8080, portMin: 8080, portMax: 8080 }, creating(subject))
    const { floatingIp } = await newPublicServer(subject, [group.id])
    const to = { address: floatingIp.address }
    const result = await cloud.guests.probe({ from: 'outside', to, protocol: 'tcp', port: 8080 }, call)
    assert.equal(result.reached, false)
    assert.notEqual(result.reason ?? '', '')
  }),
  'guests: a server that is stopped answers nobody': rule(['guests', ...reachesServers], async (subject) => {
    const { cloud, call } = subject
    const { id } = await lettingSshIn(subject)
    const { server, floatingIp } = await newPublicServer(subject, [id])
    await cloud.servers.stop(server.id, call)
    await cloud.until('server', server.id, ({ status }) => status === 'stopped', call)
    const to = { address: floatingIp.address }
    const { reached } = await cloud.guests.probe({ from: 'outside', to, ...ssh }, call)
    assert.equal(reached, false)
  }),
  'guests: neighbours of one network reach each other, and nobody from outside reaches them': rule(
    ['guests', 'networks.create', 'subnets.create'],
    async (subject) => {
      const { cloud, call } = subject
      const securityGroupIds = [(await lettingSshIn(subject)).id]
      const interfaces = [{ networkId: (await newSubnet(subject)).networkId }]
      const one = await newServer(subject, { interfaces, securityGroupIds })
      const other = await newServer(subject, { interfaces, securityGroupIds })
      const to = { address: other.interfaces[0]?.address ?? '' }
      const inside = await cloud.guests.probe({ from: { serverId: one.id }, to, ...ssh }, call)
      assert.deepEqual(inside, { reached: true, simulated: true })
      const outside = await cloud.guests.probe({ from: 'outside', to, ...ssh }, call)
      assert.equal(outside.reached, false)
    },
  ),
  'guests: user data reaches the guest': rule(['guests', 'servers.consoleLog'], async (subject) => {
    const { cloud, call } = subject
    const hostname = newName(subject)
    const { id } = await newServer(subject, { userData: `#cloud-config\nhostname: ${hostname}\n` })
    // A guest boots after its server is active.
    const booted = () => cloud.servers.consoleLog(id, call)
    let log = await booted()
    while (!/login:/.test(log)) {
      await pause(subject.clock, cloud.traits.pollIntervalMs, call.signal)
      log = await booted()
    }
    assert.ok(log.includes(hostname), `the guest has not got its user data: ${log}`)
  }),
} satisfies Rules
