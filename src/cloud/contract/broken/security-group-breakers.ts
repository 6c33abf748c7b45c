import { randomBytes } from 'node:crypto'
import { accepting, asking, type BreakDriver, giving, ignoring, losingLetters, without } from './breaking.ts'
import { lifeBreakers } from './life-breakers.ts'

/** Gives every rule another id each time. */
const renamingRules = giving('securityGroups.addRule', (rule) => ({ ...rule, id: randomBytes(4).toString('hex') }))

export const securityGroupBreakers = {
  ...lifeBreakers('security groups', {
    create: 'securityGroups.create',
    get: 'securityGroups.get',
    list: 'securityGroups.list',
    delete: 'securityGroups.delete',
  }),
  'security groups: a create gives the name and the description that were asked for': asking(
    'securityGroups.create',
    without('description'),
  ),
  'security groups: a name keeps every letter': losingLetters('securityGroups.create'),
  'security groups: a new one lets nothing in': giving('securityGroups.create', (group) => ({
    ...group,
    rules: [{ id: 'open', groupId: group.id, direction: 'ingress', family: 'ipv4', description: '' }],
  })),
  'security groups: a rule for ports of one range of addresses is kept': asking('securityGroups.addRule', (spec) => ({
    ...spec,
    portMax: spec.portMin,
  })),
  'security groups: a rule for every protocol is kept': asking('securityGroups.addRule', (spec) => ({
    ...spec,
    protocol: 'tcp',
  })),
  'security groups: a rule for pings is kept': asking('securityGroups.addRule', without('portMax')),
  'security groups: a rule for IPv6 is kept': asking('securityGroups.addRule', (spec) => ({
    ...spec,
    remoteCidr: '::/0',
  })),
  'security groups: a rule for what goes out is kept': asking('securityGroups.addRule', (spec) => ({
    ...spec,
    direction: 'ingress',
  })),
  'security groups: a rule for the peers of another group is kept': asking(
    'securityGroups.addRule',
    without('remoteGroupId'),
  ),
  'security groups: a rule that is there already is not made again': renamingRules,
  'security groups: the same token makes a rule once': renamingRules,
  'security groups: a rule taken away is gone, also when taken away twice': ignoring('securityGroups.removeRule'),
  'security groups: ports the wrong way round are refused': accepting('securityGroups.addRule'),
  'security groups: no rule is added to what does not exist': accepting('securityGroups.addRule'),
  'security groups: one that a server uses stays': accepting('securityGroups.delete'),
  'security groups: no rule is left that names a group that is gone': ignoring('securityGroups.delete'),
} satisfies Record<string, BreakDriver>
