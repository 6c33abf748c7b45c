import { openStackOnEmbedded } from '../../lab/embedded/openstack-harness.ts'
import { describeContract } from '../../src/cloud/contract/describe-contract.ts'
import { classic } from '../../src/embedded/profiles/classic.ts'

describeContract(openStackOnEmbedded({ ...classic, name: 'late', front: { ...classic.front, lateReadsMs: 100 } }))
