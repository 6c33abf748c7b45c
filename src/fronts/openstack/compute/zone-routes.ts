import type { Compute } from './compute.ts'
import type { ComputeRoutes } from './compute-routes.ts'

/** `/os-availability-zone`. Administrators see the one host that stands for each zone. */
export const mountZoneRoutes = (routes: ComputeRoutes, { front, zones }: Compute): void => {
  const state = ({ name, available }: { readonly name: string; readonly available: boolean }) => ({
    zoneName: name,
    zoneState: { available },
  })
  routes.get('/os-availability-zone', { policy: 'os_compute_api:os-availability-zone:list' }, async (call) =>
    call.json({ availabilityZoneInfo: (await zones.list()).map((zone) => ({ ...state(zone), hosts: null })) }),
  )
  routes.get(
    '/os-availability-zone/detail',
    { role: 'admin', policy: 'os_compute_api:os-availability-zone:detail' },
    async (call) =>
      call.json({
        availabilityZoneInfo: (await zones.list()).map((zone) => ({
          ...state(zone),
          hosts: zone.available
            ? {
                [zones.hostOf(zone.name)]: {
                  'nova-compute': {
                    available: true,
                    active: true,
                    updated_at: `${front.timestamp().slice(0, 19)}.000000`,
                  },
                },
              }
            : null,
        })),
      }),
  )
}
