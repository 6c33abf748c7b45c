import type { SecurityGroup as Ec2Group, Filter } from '@aws-sdk/client-ec2'
import type { Call } from '../../cloud/call.ts'
import type { SecurityGroupDriver } from '../../cloud/driver.ts'
import { CloudError } from '../../model/cloud-error.ts'
import { asId } from '../../model/id.ts'
import type { SecurityGroup, SecurityGroupRule, SecurityGroupRuleSpec } from '../../model/security-group.ts'
import {
  type AwsAccount,
  byToken,
  copyTag,
  during,
  gone,
  nameOf,
  newTags,
  once,
  tagValue,
  theOne,
  tokenTag,
} from './aws-account.ts'
import { asPermission, asRule, sameRule } from './aws-security-group-rules.ts'
import { hasInstances } from './find-instance.ts'

/**
 * EC2's groups live in one VPC each; the contract's hold on all networks. So a group lives in the account's default VPC, and `groupsIn` copies it, marked by
 * a tag, into the VPCs of the servers that use it. Rules are changed in the group and in all its copies.
 */
export const awsSecurityGroups = (account: AwsAccount): SecurityGroupDriver => {
  const { sdk, client } = account
  return {
    create: ({ name, description }, call) =>
      once(
        account,
        call.token,
        async () => {
          const [group] = await groupsBy(account, byToken(call.token), call)
          return group && viewOf(account, group, call)
        },
        async () => {
          const { GroupId = '' } = await client.send(
            new sdk.CreateSecurityGroupCommand({
              VpcId: await homeVpc(account, call),
              GroupName: `${groupName(name)} ${call.token.slice(0, 36)}`,
              Description: groupName(description ?? '') || 'made by portolan',
              TagSpecifications: newTags('security-group', {
                name,
                token: call.token,
                more: { 'portolan:description': description ?? '' },
              }),
            }),
            during(call),
          )
          return viewOf(account, await groupById(account, GroupId, call), call)
        },
      ),
    async *list(call) {
      const vpc = await homeVpc(account, call)
      for (const group of await groupsBy(account, [{ Name: 'vpc-id', Values: [vpc] }], call))
        if (tagValue(group.Tags, copyTag) === undefined) yield viewOf(account, group, call)
    },
    async get(id, call) {
      return viewOf(account, await groupById(account, id, call), call)
    },
    async addRule(spec, call) {
      const present = (await rulesOf(account, spec.groupId, call)).find((rule) => sameRule(rule, spec))
      if (present) return present
      for (const copy of await copiesOf(account, spec.groupId, call)) await authorize(account, copy, [spec], call)
      await authorize(account, await groupById(account, spec.groupId, call), [spec], call)
      const made = (await rulesOf(account, spec.groupId, call)).find((rule) => sameRule(rule, spec))
      if (!made) throw new CloudError('internal', `The rule was accepted for ${spec.groupId} and is not there.`)
      return made
    },
    async removeRule(id, call) {
      const { SecurityGroupRules = [] } = await client
        .send(new sdk.DescribeSecurityGroupRulesCommand({ SecurityGroupRuleIds: [id] }), during(call))
        .catch((error: Error) =>
          /\.(NotFound|Malformed)$/.test(error.name) ? { SecurityGroupRules: [] } : Promise.reject(error),
        )
      const [found] = SecurityGroupRules
      if (!found) return
      const rule = asRule(found)
      for (const copy of await copiesOf(account, rule.groupId, call)) await revoke(account, copy, rule, call)
      await revoke(account, await groupById(account, rule.groupId, call), rule, call)
    },
    async delete(id, call) {
      const copies = await copiesOf(account, id, call).catch(() => [])
      await refuseWhileUsed(account, [id, ...copies.map(({ GroupId = '' }) => GroupId)], call)
      for (const { GroupId } of copies)
        await gone(client.send(new sdk.DeleteSecurityGroupCommand({ GroupId }), during(call)))
      await gone(client.send(new sdk.DeleteSecurityGroupCommand({ GroupId: id }), during(call)))
    },
  }
}

/** The ids, in that VPC, of those groups: the groups themselves where they live there, else their copies, made or brought up to date now. */
export const groupsIn = async (
  account: AwsAccount,
  vpcId: string,
  groupIds: readonly string[],
  call: Call,
  copied: Map<string, string> = new Map(),
): Promise<string[]> => {
  for (const groupId of groupIds) {
    if (copied.has(groupId)) continue
    const group = await groupById(account, groupId, call)
    if (group.VpcId === vpcId) {
      copied.set(groupId, groupId)
      continue
    }
    const rules = await rulesOf(account, groupId, call)
    const copy = await copyIn(account, vpcId, group, call)
    copied.set(groupId, copy.GroupId ?? '')
    await groupsIn(
      account,
      vpcId,
      rules.flatMap(({ remoteGroupId }) => remoteGroupId ?? []),
      call,
      copied,
    )
    await bringUpToDate(account, copy, rules, copied, call)
  }
  return groupIds.map((groupId) => copied.get(groupId) ?? groupId)
}

/** The groups of the contract's that an instance's groups stand for: copies are told as what they copy. */
export const originalsOf = async (
  account: AwsAccount,
  groupIds: readonly string[],
  call: Call,
): Promise<ReadonlyMap<string, string>> => {
  if (groupIds.length === 0) return new Map()
  const groups = await groupsBy(account, [{ Name: 'group-id', Values: [...new Set(groupIds)] }], call)
  return new Map(groups.map(({ GroupId = '', Tags }) => [GroupId, tagValue(Tags, copyTag) ?? GroupId]))
}

const copyIn = async (account: AwsAccount, vpcId: string, original: Ec2Group, call: Call): Promise<Ec2Group> => {
  const { sdk, client } = account
  const originalId = original.GroupId ?? ''
  const [present] = await groupsBy(account, [...copyFilter(originalId), { Name: 'vpc-id', Values: [vpcId] }], call)
  if (present) return present
  return once(
    account,
    `${originalId}-${vpcId}`,
    async () => undefined,
    async () => {
      const { GroupId = '' } = await client.send(
        new sdk.CreateSecurityGroupCommand({
          VpcId: vpcId,
          GroupName: `${originalId} in ${vpcId}`,
          Description: `portolan's copy of ${originalId}`,
          TagSpecifications: newTags('security-group', {
            name: nameOf(original.Tags, originalId),
            token: tagValue(original.Tags, tokenTag) ?? originalId,
            more: { [copyTag]: originalId },
          }),
        }),
        during(call),
      )
      return groupById(account, GroupId, call)
    },
  )
}

const bringUpToDate = async (
  account: AwsAccount,
  copy: Ec2Group,
  wanted: readonly SecurityGroupRule[],
  copied: ReadonlyMap<string, string>,
  call: Call,
): Promise<void> => {
  const inVpc = (rule: SecurityGroupRule): SecurityGroupRule =>
    rule.remoteGroupId ? { ...rule, remoteGroupId: asId(copied.get(rule.remoteGroupId) ?? rule.remoteGroupId) } : rule
  const target = wanted.map(inVpc)
  const present = await rulesOf(account, copy.GroupId ?? '', call)
  for (const rule of present)
    if (!target.some((other) => sameRule(rule, other))) await revoke(account, copy, rule, call)
  await authorize(
    account,
    copy,
    target.filter((rule) => !present.some((other) => sameRule(rule, other))),
    call,
  )
}

const authorize = async (
  account: AwsAccount,
  group: Ec2Group,
  rules: readonly SecurityGroupRuleSpec[],
  call: Call,
): Promise<void> => {
  const { sdk, client } = account
  for (const rule of rules) {
    const input = { GroupId: group.GroupId, IpPermissions: [asPermission(rule, (id) => id)] }
    const command =
      rule.direction === 'ingress'
        ? client.send(new sdk.AuthorizeSecurityGroupIngressCommand(input), during(call))
        : client.send(new sdk.AuthorizeSecurityGroupEgressCommand(input), during(call))
    await command.catch((error: Error) =>
      error.name === 'InvalidPermission.Duplicate' ? undefined : Promise.reject(error),
    )
  }
}

const revoke = async (
  account: AwsAccount,
  { GroupId }: Ec2Group,
  rule: SecurityGroupRule,
  call: Call,
): Promise<void> => {
  const { sdk, client } = account
  const input = { GroupId, IpPermissions: [asPermission(rule, (id) => id)] }
  const work: Promise<unknown> =
    rule.direction === 'ingress'
      ? client.send(new sdk.RevokeSecurityGroupIngressCommand(input), during(call))
      : client.send(new sdk.RevokeSecurityGroupEgressCommand(input), during(call))
  await gone(work)
}

/** As EC2 refuses, and before the copies are gone: servers and other groups' rules keep a group. */
/** As EC2 refuses, but before any copy is gone: servers and other groups' rules keep a group. */
const refuseWhileUsed = async (account: AwsAccount, groupIds: readonly string[], call: Call): Promise<void> => {
  const used = await hasInstances(account, { Name: 'instance.group-id', Values: [...groupIds] }, call)
  const naming = (await groupsBy(account, [], call)).filter(
    ({ GroupId = '', IpPermissions = [], IpPermissionsEgress = [] }) =>
      !groupIds.includes(GroupId) &&
      [...IpPermissions, ...IpPermissionsEgress].some(({ UserIdGroupPairs = [] }) =>
        UserIdGroupPairs.some((pair) => groupIds.includes(pair.GroupId ?? '')),
      ),
  )
  if (!used && naming.length === 0) return
  const by = used ? 'servers' : `rules of ${naming.map(({ GroupId }) => GroupId).join(', ')}`
  throw Object.assign(new Error(`Security group ${groupIds[0]} is in use by ${by}.`), { name: 'DependencyViolation' })
}

const copyFilter = (originalId: string): Filter[] => [{ Name: `tag:${copyTag}`, Values: [originalId] }]

const copiesOf = (account: AwsAccount, originalId: string, call: Call): Promise<Ec2Group[]> =>
  groupsBy(account, copyFilter(originalId), call)

const groupsBy = async ({ sdk, client }: AwsAccount, Filters: Filter[], call: Call): Promise<Ec2Group[]> => {
  const groups: Ec2Group[] = []
  for await (const { SecurityGroups = [] } of sdk.paginateDescribeSecurityGroups(
    { client, pageSize: 500 },
    { Filters },
    during(call),
  ))
    groups.push(...SecurityGroups)
  return groups
}

const groupById = async ({ sdk, client }: AwsAccount, id: string, call: Call): Promise<Ec2Group> => {
  const { SecurityGroups } = await client.send(new sdk.DescribeSecurityGroupsCommand({ GroupIds: [id] }), during(call))
  return theOne(SecurityGroups, 'Group', id)
}

const rulesOf = async ({ sdk, client }: AwsAccount, groupId: string, call: Call): Promise<SecurityGroupRule[]> => {
  const rules: SecurityGroupRule[] = []
  const input = { Filters: [{ Name: 'group-id', Values: [groupId] }] }
  for await (const { SecurityGroupRules = [] } of sdk.paginateDescribeSecurityGroupRules(
    { client, pageSize: 500 },
    input,
    during(call),
  ))
    rules.push(...SecurityGroupRules.map(asRule))
  return rules
}

const viewOf = async (
  account: AwsAccount,
  { GroupId = '', GroupName, Description, Tags }: Ec2Group,
  call: Call,
): Promise<SecurityGroup> => ({
  id: asId<'security-group'>(GroupId),
  name: nameOf(Tags, GroupName ?? GroupId),
  description: tagValue(Tags, 'portolan:description') ?? Description ?? '',
  rules: await rulesOf(account, GroupId, call),
})

/** The VPC that groups live in. Accounts have one from birth; one that gave it up is told how to get it back. */
const homeVpc = async ({ sdk, client }: AwsAccount, call: Call): Promise<string> => {
  const { Vpcs = [] } = await client.send(
    new sdk.DescribeVpcsCommand({ Filters: [{ Name: 'is-default', Values: ['true'] }] }),
    during(call),
  )
  const id = Vpcs[0]?.VpcId
  if (id !== undefined) return id
  throw new CloudError('unsupported', 'This AWS account has no default VPC, which security groups are kept in.', {
    hint: 'aws ec2 create-default-vpc',
  })
}

/** Names and descriptions of groups have fewer letters than ours (CreateSecurityGroup's reference); the tags keep the whole. */
const groupName = (text: string): string => text.replace(/[^a-zA-Z0-9 ._\-:/()#,@[\]+=&;{}!$*]/g, '_').slice(0, 200)
