import { openStackOnEmbedded } from '../../lab/embedded/openstack-harness.ts'
import { describeContract } from '../../src/cloud/contract/describe-contract.ts'
import { classic } from '../../src/embedded/profiles/classic.ts'
import { otc } from '../../src/embedded/profiles/otc.ts'
import { ovh } from '../../src/embedded/profiles/ovh.ts'

// The contract makes volumes of 1 GiB, which are too small for that cloud's type.
const { volumeTypes: _, ...cloud } = ovh.cloud

for (const profile of [classic, { ...ovh, cloud }, otc]) describeContract(openStackOnEmbedded(profile))
