import type { CloudDriver } from '../cloud/driver.ts'
import type { FaultPlan } from '../drivers/simulated/fault-plan.ts'
import type { LatencyOptions } from '../drivers/simulated/latency.ts'
import { openSimulatedDriver } from '../drivers/simulated/open-simulated-driver.ts'
import { withFaults } from '../drivers/simulated/with-faults.ts'
import type { Login } from '../fronts/openstack/clouds-yaml-entry.ts'
import { type OpenStackFront, openOpenStackFront } from '../fronts/openstack/front.ts'
import { openMemoryStore } from '../fronts/openstack/store/memory-store.ts'
import type { Clock } from '../lib/clock.ts'
import { Disposal } from '../lib/disposal.ts'
import type { Random } from '../lib/random.ts'
import { completeFrontProfile } from './complete-front-profile.ts'
import type { EmbeddedProfile } from './embedded-profile.ts'

export interface EmbeddedFrontOptions {
  readonly profile: EmbeddedProfile
  /** The cloud's name in clouds.yaml; the profile's when absent. Two clouds of one profile need two names. */
  readonly name?: string
  readonly clock: Clock
  readonly random: Random
  /** Replaces the profile's latency model. */
  readonly latency?: LatencyOptions
  /** What goes wrong below the APIs. */
  readonly faults?: FaultPlan
  /** What lives beside the front on the cloud below, such as real machines for its servers. It is there before the front and ends after it. */
  readonly beside?: (driver: CloudDriver) => AsyncDisposable
  readonly onUnexpected: (error: unknown) => void
}

/** Who may log in: the administrator, and the member of the one project, `demo` unless the profile has another name for it. */
interface EmbeddedUsers {
  readonly domainName: string
  readonly admin: Login
  readonly member: Login
}

export interface EmbeddedFront extends AsyncDisposable {
  readonly name: string
  readonly front: OpenStackFront
  readonly users: EmbeddedUsers
}

/** OpenStack's APIs over a simulated cloud, without a socket. Its passwords are new each time. */
export const openEmbeddedFront = async (options: EmbeddedFrontOptions): Promise<EmbeddedFront> => {
  const { profile, name = profile.name, clock, random, latency, faults, beside, onUnexpected } = options
  const { customer = {} } = profile
  const password = () => Buffer.from(random.bytes(24)).toString('base64url')
  const frontProfile = completeFrontProfile(profile.front, name)
  const users: EmbeddedUsers = {
    domainName: frontProfile.domain.name,
    admin: { projectName: 'admin', userName: 'admin', password: password() },
    member: {
      projectName: customer.projectName ?? 'demo',
      userName: customer.userName ?? 'demo',
      password: password(),
    },
  }
  const resources = new Disposal()
  try {
    const cloud = { ...profile.cloud, ...(latency ? { latency } : {}) }
    const simulated = resources.use(openSimulatedDriver(cloud, { clock, random }))
    if (beside) resources.use(beside(simulated))
    const front = resources.use(
      await openOpenStackFront({
        driver: faults ? withFaults(simulated, faults) : simulated,
        profile: frontProfile,
        store: resources.use(openMemoryStore()),
        clock,
        random,
        users: { adminPassword: users.admin.password, demo: users.member },
        onUnexpected,
      }),
    )
    return { name, front, users, [Symbol.asyncDispose]: () => resources[Symbol.asyncDispose]() }
  } catch (error) {
    await resources[Symbol.asyncDispose]()
    throw error
  }
}
