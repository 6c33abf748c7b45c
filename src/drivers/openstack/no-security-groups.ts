import type { SecurityGroupDriver } from '../../cloud/driver.ts'
import { CloudError } from '../../model/cloud-error.ts'

const refuse = async (): Promise<never> => {
  throw new CloudError(
    'unsupported',
    'this cloud has no security groups (its configuration says secgroup_source: None)',
  )
}

async function* nothing(): AsyncGenerator<never> {}

/** For clouds whose configuration says `secgroup_source: None`: there are none to see, and none can be made. */
export const noSecurityGroups: SecurityGroupDriver = {
  create: refuse,
  list: nothing,
  get: refuse,
  addRule: refuse,
  removeRule: refuse,
  delete: refuse,
}
