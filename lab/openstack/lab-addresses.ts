/** Where the lab listens and what its networks are: an address of loopback that is its own, so that services keep their usual ports, and a benchmark range. */
export const labAddresses = {
  api: '127.0.24.1',
  publicRange: '198.18.24.0/24',
  /** This machine's address on the public network, its gateway. */
  gateway: '198.18.24.1',
  publicPool: { start: '198.18.24.10', end: '198.18.24.250' },
  publicBridge: 'br-ex',
  /** Where VXLAN tunnels end. All of them are on this machine. */
  tunnel: '198.18.25.1',
  tunnelBridge: 'br-tun',
} as const

/** The lab's services with an HTTP API, by their name in the catalog. */
export const labApis = {
  keystone: { type: 'identity', url: `http://${labAddresses.api}:5000` },
  glance: { type: 'image', url: `http://${labAddresses.api}:9292` },
  placement: { type: 'placement', url: `http://${labAddresses.api}:8778` },
  nova: { type: 'compute', url: `http://${labAddresses.api}:8774`, path: '/v2.1' },
  neutron: { type: 'network', url: `http://${labAddresses.api}:9696` },
  cinder: { type: 'volumev3', url: `http://${labAddresses.api}:8776`, path: '/v3/%(project_id)s' },
  swift: { type: 'object-store', url: `http://${labAddresses.api}:8080`, path: '/v1/AUTH_%(project_id)s' },
  heat: { type: 'orchestration', url: `http://${labAddresses.api}:8004`, path: '/v1/%(project_id)s' },
} as const
