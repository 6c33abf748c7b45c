import type { RegionId, ZoneId } from './id.ts'

/** A part of a cloud with its own endpoints; resources of two regions never share a network. */
export interface Region {
  readonly id: RegionId
  readonly name: string
}

/** An availability zone: a part of a region that fails on its own. `serves` says what can be put there. */
export interface Zone {
  readonly id: ZoneId
  readonly name: string
  readonly available: boolean
  readonly serves: ReadonlyArray<'servers' | 'volumes' | 'networks'>
}
