/** A service of the front and what describes it. */
export interface DescribedService {
  readonly type: string
  /** Where the front serves it. */
  readonly path: string
  /** What of that the description's own paths begin with; nothing when absent. */
  readonly describedFrom?: string
  readonly file: string
  /** The word of its microversions in the `OpenStack-API-Version` header; absent for services without, which are described at their newest. */
  readonly microversionWord?: string
  /** The lowest microversion: that of an answer which names none. */
  readonly lowest?: string
}

/** Every service that has a description. */
export const describedServices: readonly DescribedService[] = [
  { type: 'identity', path: '/identity', file: 'identity-v3.14.yaml' },
  { type: 'compute', path: '/compute', file: 'compute-v2.104.yaml', microversionWord: 'compute', lowest: '2.1' },
  { type: 'image', path: '/image', file: 'image-v2.16.yaml' },
  { type: 'network', path: '/network', file: 'network-v2.29.yaml' },
  {
    type: 'block-storage',
    path: '/volume',
    file: 'block-storage-v3.71.yaml',
    microversionWord: 'volume',
    lowest: '3.0',
  },
  {
    type: 'placement',
    path: '/placement',
    file: 'placement-v1.39.yaml',
    microversionWord: 'placement',
    lowest: '1.0',
  },
  { type: 'object-store', path: '/v1', describedFrom: '/v1', file: 'object-store-v1.yaml' },
]

/** The path as the service's description has it. */
export const pathBelow = ({ path, describedFrom = '' }: DescribedService, pathname: string): string =>
  `${describedFrom}${pathname.slice(path.length)}`
