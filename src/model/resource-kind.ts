/** The kinds of resources that the contract knows, in the order in which a workload's plan shows them. */
const resourceKinds = [
  'region',
  'zone',
  'flavor',
  'image',
  'key-pair',
  'network',
  'subnet',
  'router',
  'security-group',
  'security-group-rule',
  'port',
  'floating-ip',
  'volume',
  'snapshot',
  'server',
  'attachment',
  'container',
  'object',
  'quota',
] as const

export type ResourceKind = (typeof resourceKinds)[number]
