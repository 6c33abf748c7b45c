import { z } from 'zod'

/** `GET /os-availability-zone`, the same for Nova and Cinder (openstack/nova `nova/api/openstack/compute/availability_zone.py`). */
export const availabilityZonesAnswer = z.looseObject({
  availabilityZoneInfo: z.array(
    z.looseObject({ zoneName: z.string(), zoneState: z.looseObject({ available: z.boolean() }) }),
  ),
})
