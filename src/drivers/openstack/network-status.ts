import type { NetworkStatus, PortStatus } from '../../model/network.ts'

/** Neutron's status of a network or a router, in the model's words; `DOWN` is a state that a network stays in, so it is not building. */
export const networkStatus = (status: string | null | undefined): NetworkStatus => {
  switch (status?.toUpperCase()) {
    case 'BUILD':
    case 'PENDING_CREATE':
    case 'ALLOCATING':
      return 'building'
    case 'ERROR':
      return 'error'
    default:
      return 'active'
  }
}

/** Neutron's status of a port, in the model's words. */
export const portStatus = (status: string | null | undefined): PortStatus => {
  switch (status?.toUpperCase()) {
    case 'ACTIVE':
      return 'active'
    case 'BUILD':
      return 'building'
    case 'ERROR':
      return 'error'
    default:
      return 'down'
  }
}
