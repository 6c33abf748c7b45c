import type { PlaceDriver } from '../../cloud/driver.ts'
import { asId } from '../../model/id.ts'
import { type AwsAccount, during } from './aws-account.ts'

/** Regions and availability zones, which EC2 gives whole. */
export const awsPlaces = ({ sdk, client }: AwsAccount): PlaceDriver => ({
  async *regions(call) {
    const { Regions = [] } = await client.send(new sdk.DescribeRegionsCommand({}), during(call))
    for (const { RegionName } of Regions)
      if (RegionName !== undefined) yield { id: asId<'region'>(RegionName), name: RegionName }
  },
  async *zones(call) {
    const { AvailabilityZones = [] } = await client.send(new sdk.DescribeAvailabilityZonesCommand({}), during(call))
    for (const { ZoneName, State } of AvailabilityZones)
      if (ZoneName !== undefined)
        yield {
          id: asId<'zone'>(ZoneName),
          name: ZoneName,
          available: State === 'available',
          serves: ['servers', 'volumes', 'networks'],
        }
  },
})
