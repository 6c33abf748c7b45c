import type { CloudDriver } from '../../../cloud/driver.ts'
import type { Clock } from '../../../lib/clock.ts'
import type { Random } from '../../../lib/random.ts'
import type { Store } from '../store/store.ts'
import type { FrontProfile } from './front-profile.ts'
import type { Mirror } from './mirror.ts'
import type { Tasks } from './tasks.ts'

/** What every service of one front shares. It lives as long as the front. */
export interface Front {
  /** The cloud below. Nothing here may ask which one it is: adapt to `driver.traits` and to absent groups. */
  readonly driver: CloudDriver
  readonly profile: FrontProfile
  readonly clock: Clock
  readonly random: Random
  readonly store: Store
  /** The driver's resources as last seen, by OpenStack's ids. Reads come from here. */
  readonly mirror: Mirror
  /** The administrator's own project: what the operator made, such as the cloud's public images, is in it. */
  readonly operatorProjectId: string
  /** Work that goes on after an answer; it ends with the front. */
  readonly tasks: Tasks
  /** A new version 4 UUID. */
  newId(): string
  /** The present moment as ISO 8601 in UTC with seconds, as OpenStack writes it: `2026-01-31T12:00:00Z`. */
  timestamp(): string
  /** Tells the operator of an error that no code here foresaw. */
  onUnexpected(error: unknown): void
}
