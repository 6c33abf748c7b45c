import type { Zone } from '../model/place.ts'
import type { Component } from './document.ts'

/** One of the like servers of a component. */
export interface Instance {
  /** `web-1`: what the guest calls itself, too. */
  readonly name: string
  readonly componentName: string
  readonly component: Component
  /** From 1. */
  readonly index: number
  /** Absent where the cloud decides. */
  readonly zone?: Zone
}

/** The names of the networks that a component is on. */
export const networkNamesOf = (
  component: Pick<Component, 'networks'>,
  declared: readonly string[],
): readonly string[] => component.networks ?? [declared[0] ?? defaultNetworkName]

/** What the network is called that a workload without networks gets. */
const defaultNetworkName = 'main'
