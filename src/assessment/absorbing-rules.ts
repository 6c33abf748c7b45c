/** A rule in code that makes a difference between clouds nobody's concern. */
export interface AbsorbingRule {
  /** What it does, as a short phrase. */
  readonly name: string
  /** The file that has it. */
  readonly source: string
  /** The numbers of the quirks that it absorbs, as docs/quirks.md counts them. */
  readonly quirks: readonly number[]
}

/** The rules that findings refer to. */
export const absorbingRules = {
  discoveredEndpoint: {
    name: 'endpoints are found by type and version',
    source: 'src/openstack/session/discover.ts',
    quirks: [1, 7],
  },
  configuredCloud: {
    name: 'clouds.yaml tells regions and domains',
    source: 'src/openstack/config/resolve-cloud.ts',
    quirks: [2, 8],
  },
  negotiatedMicroversion: {
    name: 'microversions are negotiated call by call',
    source: 'src/openstack/session/negotiate.ts',
    quirks: [7],
  },
  pages: { name: 'pages are followed to the last', source: 'src/openstack/session/pages.ts', quirks: [] },
  pinnedAuthority: {
    name: 'a cloud’s own certificate authority is trusted by its clouds.yaml',
    source: 'src/openstack/http/transport.ts',
    quirks: [5],
  },
  flavorBySize: { name: 'flavors are chosen by size', source: 'src/workload/choose-flavor.ts', quirks: [31] },
  bootVolume: {
    name: 'flavors without a disk boot from a volume',
    source: 'src/workload/fit-components.ts',
    quirks: [36],
  },
  imageByContent: {
    name: 'images are chosen by system, version and architecture',
    source: 'src/workload/choose-image.ts',
    quirks: [25, 26],
  },
  zoneByPlacement: {
    name: 'zones are chosen where needed',
    source: 'src/workload/placement/place-instances.ts',
    quirks: [9, 10],
  },
  networkByOffer: {
    name: 'networks are laid out by what the cloud allows',
    source: 'src/workload/lay-out-networks.ts',
    quirks: [11, 14, 15, 17],
  },
  externalNetwork: {
    name: 'the external network is found, not named',
    source: 'src/workload/lay-out-networks.ts',
    quirks: [12, 13, 16],
  },
  userDataByConfigDrive: {
    name: 'user data comes by config drive too',
    source: 'src/workload/kinds/server.ts',
    quirks: [37],
  },
  egressRules: {
    name: 'a group lets its servers out where the cloud’s own does not',
    source: 'src/workload/kinds/security-group.ts',
    quirks: [23],
  },
  volumeSize: {
    name: 'volumes are made as large as the cloud wants them',
    source: 'src/workload/kinds/volume.ts',
    quirks: [33],
  },
  resizeByTraits: {
    name: 'a server is stopped for a resize where it must be',
    source: 'src/cloud/resize-server.ts',
    quirks: [],
  },
  distinctNames: { name: 'every deployment’s names are its own', source: 'src/workload/native-name.ts', quirks: [46] },
} as const satisfies Readonly<Record<string, AbsorbingRule>>

export type AbsorbingRuleName = keyof typeof absorbingRules
