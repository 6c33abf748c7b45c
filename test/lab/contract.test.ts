import { openStackInLab } from '../../lab/openstack/lab-harness.ts'
import { describeContract } from '../../src/cloud/contract/describe-contract.ts'

describeContract(openStackInLab('nova'))
