import { openStackOnEmbedded } from '../../lab/embedded/openstack-harness.ts'
import { describeContract } from '../../src/cloud/contract/describe-contract.ts'
import { classic } from '../../src/embedded/profiles/classic.ts'
import { otc } from '../../src/embedded/profiles/otc.ts'
import { ovh } from '../../src/embedded/profiles/ovh.ts'

// What the others differ in, the contract does not see or would have to skip.
for (const profile of [classic, ovh, otc]) describeContract(openStackOnEmbedded(profile))
