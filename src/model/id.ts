declare const kind: unique symbol

/** A cloud's own identifier of one resource. The brand keeps a server's id from being passed where a volume's is due. */
export type Id<Kind extends string> = string & { readonly [kind]: Kind }

export type RegionId = Id<'region'>
export type ZoneId = Id<'zone'>
export type FlavorId = Id<'flavor'>
export type ImageId = Id<'image'>
export type KeyPairId = Id<'key-pair'>
export type NetworkId = Id<'network'>
export type SubnetId = Id<'subnet'>
export type RouterId = Id<'router'>
export type PortId = Id<'port'>
export type SecurityGroupId = Id<'security-group'>
export type SecurityGroupRuleId = Id<'security-group-rule'>
export type FloatingIpId = Id<'floating-ip'>
export type VolumeId = Id<'volume'>
export type AttachmentId = Id<'attachment'>
export type SnapshotId = Id<'snapshot'>
export type ServerId = Id<'server'>

/** Brands a string that is known to be an identifier of that kind: one that a cloud, a file or a store gave. */
export const asId = <Kind extends string>(value: string): Id<Kind> => value as Id<Kind>
