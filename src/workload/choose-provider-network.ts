import type { Network } from '../model/network.ts'

/** A network of the cloud's own, with why it was taken. */
export interface ProviderChoice {
  readonly network: Network
  readonly because: string
}

/**
 * The network of the cloud's own that servers can be put on: one that outside reaches when they must be reached, whatever it is called. Among several, the one that servers are
 * on already, the one that the cloud or the user's configuration means to be the default, one shared with everybody, one of the wished kind. `undefined` when none will do.
 */
export const chooseProviderNetwork = (
  networks: readonly Network[],
  mustBeReached: boolean,
  before: string | undefined,
): ProviderChoice | undefined => {
  const usable = networks.filter(
    (network) =>
      (network.shared || network.external) && network.status !== 'error' && (!mustBeReached || isReached(network)),
  )
  const rank = (network: Network): readonly boolean[] => [
    network.id === before,
    network.default === true && network.shared,
    network.shared,
    network.default === true,
    // Public addresses are scarce: those that nobody needs to reach do without.
    isReached(network) === mustBeReached,
  ]
  const [first, ...others] = usable.sort((one, other) => compare(rank(other), rank(one)))
  if (!first) return undefined
  const kind = isReached(first) ? 'which is reached from outside' : 'which is not reached from outside'
  const among = others.length > 0 ? `, of ${others.length + 1} that would do` : ''
  return { network: first, because: `its network ${first.name}, ${kind}, is used${among}` }
}

/** True when the addresses on a network of the cloud's own are reached from outside: as configured, else by their range, else taken for granted. */
export const isReached = ({ reachable }: Pick<Network, 'reachable'>): boolean => reachable ?? true

const compare = (one: readonly boolean[], other: readonly boolean[]): number => {
  for (const [index, value] of one.entries()) if (value !== other[index]) return value ? 1 : -1
  return 0
}
