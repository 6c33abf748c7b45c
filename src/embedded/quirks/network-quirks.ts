import type { Quirk } from './quirk.ts'

const below = 'src/workload/quirks-below.test.ts'
const provider = 'src/workload/choose-provider-network.ts'

/** Zones, networks, addresses and security groups. */
export const networkQuirks: readonly Quirk[] = [
  {
    n: 9,
    area: 'zones',
    quirk: 'the availability zone is unset, nova, or a name of the vendor’s',
    rule: {
      says: 'A zone is named where the cloud needs one, taken from the cloud’s own list; else the cloud decides.',
      file: 'src/workload/placement/place-instances.ts',
      symbol: 'placeInstances',
    },
    test: { file: 'src/workload/fit.test.ts', title: 'placeInstances > names a zone only where it has to' },
  },
  {
    n: 10,
    area: 'zones',
    quirk: 'a zone must be named for volumes too, and they have zones of their own names',
    rule: {
      says: 'Servers, subnets and volumes each name a zone of their own kind; a volume takes its server’s where zones hold both.',
      file: 'src/workload/placement/zone-for-volume.ts',
      symbol: 'zoneForVolume',
    },
    test: { file: below, title: 'volumes > have a zone of their own kind where one must be named' },
  },
  {
    n: 11,
    area: 'networks',
    quirk: 'there are no tenant networks, only the provider’s',
    rule: {
      says: 'Where networks cannot be made, a workload goes on the cloud’s own, on one that outside reaches when ports are exposed.',
      file: provider,
      symbol: 'chooseProviderNetwork',
    },
    test: {
      file: below,
      title: "the cloud's own networks > are chosen by what reaches them, whatever they are called",
    },
  },
  {
    n: 12,
    area: 'networks',
    quirk: 'of several networks one must be named',
    rule: {
      says: 'One is taken by what reaches it, the cloud’s default mark, the configuration and where the servers are; none has to be named.',
      file: provider,
      symbol: 'chooseProviderNetwork',
    },
    test: {
      file: 'src/workload/choose-provider-network.test.ts',
      title: 'takes the default among several, and a shared one before an external one',
    },
  },
  {
    n: 13,
    area: 'networks',
    quirk: 'a network’s name is no use, only its id',
    rule: {
      says: 'Every network is meant by its id; a configuration may write an id or a name.',
      file: 'src/drivers/openstack/networks.ts',
      symbol: 'networkGroup',
    },
    test: { file: below, title: 'several external networks > are chosen among by the configuration where it says so' },
  },
  {
    n: 14,
    area: 'networks',
    quirk: 'no network is there unless its user makes one',
    rule: {
      says: 'A deployment makes its own network, subnet and router where the cloud lets it, and never counts on one being there.',
      file: 'src/workload/lay-out-networks.ts',
      symbol: 'layOutNetworks',
    },
    test: { file: below, title: 'several external networks > are one for the addresses and the gateway' },
  },
  {
    n: 15,
    area: 'networks',
    quirk: 'making routers or networks is forbidden',
    rule: {
      says: 'Where routers or networks are forbidden the cloud’s own network stands in.',
      file: 'src/workload/lay-out-networks.ts',
      symbol: 'layOutNetworks',
    },
    test: { file: below, title: "the cloud's own networks > stand in where routers are forbidden" },
  },
  {
    n: 16,
    area: 'networks',
    quirk: 'of several external networks one must be named',
    rule: {
      says: 'The configured one is taken, else the default, else the first with room and public addresses, for addresses and gateway alike.',
      file: 'src/workload/kinds/floating-ip.ts',
      symbol: 'floatingIpKeeper',
    },
    test: { file: below, title: 'several external networks > may be full, and then the next is taken' },
  },
  {
    n: 17,
    area: 'addresses',
    quirk: 'there are no floating IPs',
    rule: {
      says: 'Servers that expose ports go on a network whose own addresses are reached.',
      file: 'src/workload/lay-out-networks.ts',
      symbol: 'layOutNetworks',
    },
    test: { file: below, title: "the cloud's own networks > stand in where there are no floating IPs" },
  },
  {
    n: 18,
    area: 'addresses',
    quirk: 'the public address is reported as the private one, or the reverse',
    rule: {
      says: 'An address is public by configuration or by its range (RFC 1918, 6598, 3927, 4193), never by its network’s name.',
      file: 'src/model/private-address.ts',
      symbol: 'isPrivateAddress',
    },
    test: {
      file: 'src/workload/choose-provider-network.test.ts',
      title: 'goes by what reaches a network and never by its name',
    },
  },
  {
    n: 19,
    area: 'addresses',
    quirk: 'floating IPs run out',
    rule: {
      says: 'A deployment takes as many as it has servers that expose ports; a plan that the quota is too small for is refused.',
      file: 'src/workload/check-quotas.ts',
      symbol: 'checkQuotas',
    },
    test: {
      file: below,
      title: 'addresses are given back, so that a quota of exactly what is needed is enough for ever',
    },
  },
  {
    n: 20,
    area: 'addresses',
    quirk: 'tools forget to release floating IPs',
    rule: {
      says: 'A released floating IP is looked for until the cloud does not have it any more.',
      file: 'src/workload/kinds/floating-ip.ts',
      symbol: 'floatingIpKeeper',
    },
    test: {
      file: below,
      title: 'addresses are given back, so that a quota of exactly what is needed is enough for ever',
    },
  },
  {
    n: 21,
    area: 'addresses',
    quirk: 'addresses are reserved beforehand, and others cannot be had',
    rule: {
      says: 'When no new address can be had, one that the project has already is borrowed, by one deployment at a time, and given back as it was.',
      file: 'src/workload/kinds/floating-ip.ts',
      symbol: 'floatingIpKeeper',
    },
    test: {
      file: below,
      title: 'addresses that the project was given beforehand > are borrowed when no other can be had, and given back',
    },
  },
  {
    n: 22,
    area: 'security groups',
    quirk: 'security groups are Nova’s or Neutron’s or are not there',
    rule: {
      says: 'They are Neutron’s; where neither Neutron nor the configuration has them, a plan goes without and says what that means.',
      file: 'src/drivers/openstack/no-security-groups.ts',
      symbol: 'noSecurityGroups',
    },
    test: {
      file: below,
      title: 'a cloud without security groups is used without them, and the plan says what that means',
    },
  },
  {
    n: 23,
    area: 'security groups',
    quirk: 'nothing gets out unless a rule says so',
    rule: {
      says: 'A new group that lets nothing out gets the rule that lets everything out; one that does gets none.',
      file: 'src/workload/kinds/security-group.ts',
      symbol: 'securityGroupKeeper',
    },
    test: {
      file: below,
      title:
        'a workload lives on a cloud > whose new security groups let nothing out, since the rules for that are written',
    },
  },
  {
    n: 24,
    area: 'security groups',
    quirk: 'every ICMP message is written -1, null or nothing, and protocols as names or numbers',
    rule: {
      says: 'Rules are told in one way, whichever way the cloud writes them.',
      file: 'src/drivers/openstack/security-group-rule-view.ts',
      symbol: 'ruleOf',
    },
    test: {
      file: 'src/drivers/openstack/security-group-rule-view.test.ts',
      title: 'a rule for all of ICMP is one, however the cloud writes it',
    },
    everywhere: 'it is the rule’s writer who chooses the way',
  },
]
