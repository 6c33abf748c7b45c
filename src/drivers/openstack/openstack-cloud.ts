import type { ServiceClient } from '../../openstack/session/service-client.ts'
import type { Session } from '../../openstack/session/session.ts'
import type { Creates } from './creates.ts'
import type { Forbidden } from './forbidden.ts'

/** What the groups of one driver share: the services of one region, found when it was opened. */
export interface OpenStackCloud {
  readonly session: Session
  readonly projectId: string
  readonly compute: ServiceClient
  readonly network: ServiceClient
  readonly image: ServiceClient
  /** Absent when the cloud has no volumes. */
  readonly storage?: ServiceClient
  /** Absent when the cloud has no containers. */
  readonly objectStore?: ServiceClient
  /** The aliases of Neutron's extensions. */
  readonly extensions: ReadonlySet<string>
  /** The project's network limits by Neutron's names, -1 for none; empty when Neutron does not tell. */
  readonly quotas: Readonly<Record<string, number>>
  /** What the cloud's policy lets this project not do, of what it was asked for. */
  readonly forbidden: ReadonlySet<Forbidden>
  readonly creates: Creates
}
