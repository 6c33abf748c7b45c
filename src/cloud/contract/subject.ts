import type { Clock } from '../../lib/clock.ts'
import type { FlavorId, ImageId, NetworkId, ZoneId } from '../../model/id.ts'
import type { Call } from '../call.ts'
import type { Cloud } from '../cloud.ts'
import type { CloudDriver, CloudTraits } from '../driver.ts'
import type { Groups } from '../groups.ts'
import type { Made } from './made.ts'

/** What a cloud has from the start and the rules need to know. */
export interface Samples {
  /** An active image that the smallest flavor can boot. */
  readonly imageId: ImageId
  readonly flavorId: FlavorId
  /** Another flavor, which a server of the first can be resized to. */
  readonly otherFlavorId?: FlavorId
  /** Where floating IPs come from and routers have their gateway. */
  readonly externalNetworkId?: NetworkId
  /** Where servers go on clouds that make no networks. */
  readonly sharedNetworkId?: NetworkId
  /** A zone for servers, volumes and subnets. Needed where `traits.zoneRequired`. */
  readonly zoneId?: ZoneId
  /** A zone for volumes, where that is another. */
  readonly volumeZoneId?: ZoneId
  /** Present where the account may have but few security groups, so that a rule can reach the limit. */
  readonly scarceSecurityGroups?: true
  /** An IPv4 range of at least /20, free for the rules to make subnets in. */
  readonly range: string
}

/** A cloud under examination. `Has` names what a rule may take for granted: the type of `cloud` and `driver` says that it is there. */
export interface Subject<Has extends Need = never> {
  readonly driver: CloudDriver & Having<Has>
  /** The same driver, made steady: rules act and wait through it. */
  readonly cloud: Cloud & Having<Has>
  readonly call: Call
  readonly clock: Clock
  readonly samples: Samples & HavingSamples<Has>
  /** What is added here is deleted when the rule is over. */
  readonly made: Made
  /** A token that no create has used. */
  readonly newToken: () => string
  /** A CIDR of /24 in `samples.range` that no rule has used in a while. */
  readonly newCidr: () => string
  /** How many requests the driver has sent to its cloud. */
  readonly requests: 'requests' extends Has ? () => number : (() => number) | undefined
  /** How many items of a list one request brings at most. */
  readonly pageSize: 'pageSize' extends Has ? number : number | undefined
  /** The same cloud and account through a driver that remembers nothing, as after a restart. Its disposal is the caller's. */
  readonly reopen: 'reopen' extends Has ? () => Promise<Cloud> : (() => Promise<Cloud>) | undefined
}

type OptionalKeys<Type> = { [Key in keyof Type]-?: object extends Pick<Type, Key> ? Key : never }[keyof Type] & string

type OptionalMember = {
  [Group in keyof Groups]-?: `${Group}.${OptionalKeys<NonNullable<Groups[Group]>>}`
}[keyof Groups]

/** What a rule may need and a cloud, or the harness that opens it, may lack. */
export type Need =
  | OptionalKeys<CloudDriver>
  | OptionalMember
  | `traits.${OptionalKeys<CloudTraits>}`
  | `samples.${OptionalKeys<Samples>}`
  | 'requests'
  | 'pageSize'
  | 'reopen'

/** What the groups of a cloud have when nothing that is needed is lacking. */
export type Having<Has extends Need> = UnionToIntersection<Has extends Need ? HavingOne<Has> : never>
type HavingOne<Has extends Need> = Has extends `${infer Group extends keyof Groups}.${infer Member}`
  ? {
      readonly [Name in Group]: NonNullable<Groups[Name]> & {
        readonly [Key in keyof NonNullable<Groups[Name]> & Member]-?: NonNullable<NonNullable<Groups[Name]>[Key]>
      }
    }
  : Has extends keyof CloudDriver
    ? { readonly [Name in Has]: NonNullable<CloudDriver[Name]> }
    : object

type HavingSamples<Has extends Need> = {
  readonly [Key in keyof Samples as `samples.${Key}` extends Has ? Key : never]-?: NonNullable<Samples[Key]>
}

type UnionToIntersection<Union> = [Union] extends [never]
  ? unknown
  : (Union extends unknown ? (value: Union) => void : never) extends (value: infer Intersection) => void
    ? Intersection
    : never
