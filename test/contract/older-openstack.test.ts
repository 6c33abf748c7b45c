import { openStackOnEmbedded } from '../../lab/embedded/openstack-harness.ts'
import { describeContract } from '../../src/cloud/contract/describe-contract.ts'
import type { EmbeddedProfile } from '../../src/embedded/embedded-profile.ts'

/** A cloud of ten years ago: no microversions anywhere, versions and projects in the catalog's URLs, one interface, images by import. */
const ofOld: EmbeddedProfile = {
  name: 'of-old',
  description: 'no microversions, Cinder v2, an auth_url that still says v2.0',
  sources: [],
  cloud: {},
  front: {
    deprecatedIdentityV2: true,
    maxMicroversions: { compute: 'none', volume: 'none' },
    imageUpload: 'import',
    catalog: {
      interfaces: ['public'],
      listings: { 'block-storage': [{ type: 'volumev2' }], network: [{ type: 'network', path: '/v2.0/' }] },
      otherRegions: [{ name: 'elsewhere', types: ['compute', 'image', 'network', 'volumev2'] }],
    },
  },
  tls: 'none',
  customer: { authUrl: 'v2.0', domain: 'unset' },
}

describeContract({
  ...openStackOnEmbedded(ofOld),
  skip: { 'key pairs: a list asks for nothing once its reader stops': 'Nova gives key pairs in pages from 2.35 on' },
})
