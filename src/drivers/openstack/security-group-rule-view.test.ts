import { expect, test } from 'vitest'
import { securityGroupRuleAnswer } from '../../wire/openstack/network/answers.ts'
import { ruleOf } from './security-group-rule-view.ts'

const any = { port_range_min: null, port_range_max: null }

test.each([
  ['as -1', { protocol: 'icmp', port_range_min: -1, port_range_max: -1 }],
  ['as null', { protocol: 'icmp', ...any }],
  ['by a number', { protocol: '1', ...any }],
  ['in capitals', { protocol: 'ICMP', ...any }],
])('a rule for all of ICMP is one, however the cloud writes it: %s', (_way, written) => {
  const answer = {
    id: 'r',
    remote_group_id: null,
    security_group_id: 'g',
    direction: 'ingress',
    ethertype: 'IPv4',
    ...written,
  }
  expect(ruleOf(securityGroupRuleAnswer.parse(answer))).toEqual({
    id: 'r',
    groupId: 'g',
    direction: 'ingress',
    family: 'ipv4',
    protocol: 'icmp',
    description: '',
  })
})
