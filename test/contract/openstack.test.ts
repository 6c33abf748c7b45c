import { openStackOnEmbedded } from '../../lab/embedded/openstack-harness.ts'
import { describeContract } from '../../src/cloud/contract/describe-contract.ts'
import { embeddedProfiles } from '../../src/embedded/embedded-profiles.ts'

for (const profile of embeddedProfiles) describeContract(openStackOnEmbedded(profile))
