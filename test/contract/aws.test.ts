import { awsOnMoto } from '../../lab/moto/aws-harness.ts'
import { describeContract } from '../../src/cloud/contract/describe-contract.ts'

describeContract(awsOnMoto)
