import assert from 'node:assert/strict'
import { asId } from '../../model/id.ts'
import type { SecurityGroupRuleSpec } from '../../model/security-group.ts'
import { eventually, expectFailure } from './expect.ts'
import { lifeRules } from './life-rules.ts'
import { creating, newName, newSecurityGroup, newServer } from './make.ts'
import { type Rules, rule } from './rule.ts'
import type { Subject } from './subject.ts'

const https = { direction: 'ingress', family: 'ipv4', protocol: 'tcp', portMin: 443, portMax: 444 } as const

/** Holds when the group has a rule just as it was asked for. */
const expectKept = async (subject: Subject, asked: Omit<SecurityGroupRuleSpec, 'groupId'>): Promise<void> => {
  const { cloud, call } = subject
  const group = await newSecurityGroup(subject)
  const spec: SecurityGroupRuleSpec = { ...asked, groupId: group.id }
  const { id } = await cloud.securityGroups.addRule(spec, creating(subject))
  await eventually(subject, async () => {
    const { rules } = await cloud.securityGroups.get(group.id, call)
    assert.deepEqual(
      rules.find((one) => one.id === id),
      { description: '', ...spec, id },
    )
  })
}

export const securityGroupRules = {
  ...lifeRules('security groups', {
    kind: 'security-group',
    needs: [],
    prepare: async (subject) => {
      const spec = { name: newName(subject) }
      return (groups, call) => groups.securityGroups.create(spec, call)
    },
  }),
  'security groups: a create gives the name and the description that were asked for': rule([], async (subject) => {
    const { cloud, call, made } = subject
    const spec = { name: newName(subject), description: 'web servers - port 443' }
    const { id } = made.add('security-group', await cloud.securityGroups.create(spec, creating(subject)))
    const { name, description } = await cloud.securityGroups.get(id, call)
    assert.deepEqual({ name, description }, spec)
  }),
  'security groups: a name keeps every letter': rule([], async (subject) => {
    const { cloud, call, made } = subject
    const spec = { name: 'Hafen Überseekai 港 #2' }
    const { id } = made.add('security-group', await cloud.securityGroups.create(spec, creating(subject)))
    assert.equal((await cloud.securityGroups.get(id, call)).name, spec.name)
  }),
  'security groups: a new one lets nothing in': rule([], async (subject) => {
    const { rules } = await newSecurityGroup(subject)
    assert.deepEqual(
      rules.filter(({ direction }) => direction === 'ingress'),
      [],
    )
  }),
  'security groups: a rule for ports of one range of addresses is kept': rule([], (subject) =>
    expectKept(subject, { ...https, remoteCidr: subject.samples.range, description: 'from the range' }),
  ),
  'security groups: a rule for every protocol is kept': rule([], (subject) =>
    expectKept(subject, { direction: 'ingress', family: 'ipv4', remoteCidr: subject.samples.range }),
  ),
  'security groups: a rule for pings is kept': rule([], (subject) =>
    expectKept(subject, {
      direction: 'ingress',
      family: 'ipv4',
      protocol: 'icmp',
      portMin: 8,
      portMax: 0,
      remoteCidr: subject.samples.range,
    }),
  ),
  'security groups: a rule for IPv6 is kept': rule([], (subject) =>
    expectKept(subject, { ...https, family: 'ipv6', remoteCidr: '2001:db8::/32' }),
  ),
  'security groups: a rule for what goes out is kept': rule([], (subject) =>
    expectKept(subject, { ...https, direction: 'egress', remoteCidr: subject.samples.range }),
  ),
  'security groups: a rule for the peers of another group is kept': rule([], async (subject) => {
    const { id } = await newSecurityGroup(subject)
    await expectKept(subject, { ...https, remoteGroupId: id })
  }),
  'security groups: a rule that is there already is not made again': rule([], async (subject) => {
    const { cloud, call } = subject
    const group = await newSecurityGroup(subject)
    const spec = { ...https, groupId: group.id, remoteCidr: subject.samples.range }
    const first = await cloud.securityGroups.addRule(spec, creating(subject))
    const second = await cloud.securityGroups.addRule(spec, creating(subject))
    assert.equal(second.id, first.id)
    const { rules } = await cloud.securityGroups.get(group.id, call)
    assert.equal(rules.filter(({ direction }) => direction === 'ingress').length, 1)
  }),
  'security groups: the same token makes a rule once': rule([], async (subject) => {
    const { cloud } = subject
    const group = await newSecurityGroup(subject)
    const spec = { ...https, groupId: group.id, remoteCidr: subject.samples.range }
    const call = creating(subject)
    const first = await cloud.securityGroups.addRule(spec, call)
    assert.equal((await cloud.securityGroups.addRule(spec, call)).id, first.id)
  }),
  'security groups: a rule taken away is gone, also when taken away twice': rule([], async (subject) => {
    const { cloud, call } = subject
    const group = await newSecurityGroup(subject)
    const spec = { ...https, groupId: group.id, remoteCidr: subject.samples.range }
    const { id } = await cloud.securityGroups.addRule(spec, creating(subject))
    await cloud.securityGroups.removeRule(id, call)
    await cloud.securityGroups.removeRule(id, call)
    await eventually(subject, async () => {
      const { rules } = await cloud.securityGroups.get(group.id, call)
      assert.ok(!rules.some((one) => one.id === id), 'the rule is still there')
    })
  }),
  'security groups: ports the wrong way round are refused': rule([], async (subject) => {
    const { id: groupId } = await newSecurityGroup(subject)
    const spec = { ...https, groupId, portMin: 90, portMax: 80 }
    await expectFailure(subject, 'invalid', subject.cloud.securityGroups.addRule(spec, creating(subject)))
  }),
  'security groups: no rule is added to what does not exist': rule([], async (subject) => {
    const spec = { ...https, groupId: asId<'security-group'>('no-such-group') }
    await expectFailure(subject, 'not_found', subject.cloud.securityGroups.addRule(spec, creating(subject)))
  }),
  'security groups: one that a server uses stays': rule([], async (subject) => {
    const { cloud, call } = subject
    const { id } = await newSecurityGroup(subject)
    await newServer(subject, { securityGroupIds: [id] })
    await expectFailure(subject, 'conflict', cloud.securityGroups.delete(id, call))
    assert.equal((await cloud.securityGroups.get(id, call)).id, id)
  }),
  'security groups: no rule is left that names a group that is gone': rule([], async (subject) => {
    const { cloud, call } = subject
    const peers = await newSecurityGroup(subject)
    const group = await newSecurityGroup(subject)
    await cloud.securityGroups.addRule({ ...https, groupId: group.id, remoteGroupId: peers.id }, creating(subject))
    try {
      await cloud.securityGroups.delete(peers.id, call)
    } catch (error) {
      return expectFailure(subject, 'conflict', Promise.reject(error))
    }
    await eventually(subject, async () => {
      const { rules } = await cloud.securityGroups.get(group.id, call)
      assert.ok(!rules.some(({ remoteGroupId }) => remoteGroupId === peers.id), 'a rule names what is gone')
    })
  }),
} satisfies Rules
