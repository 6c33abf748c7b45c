import type { SecurityGroupDriver } from '../../cloud/driver.ts'
import { CloudError } from '../../model/cloud-error.ts'

async function* nothing(): AsyncGenerator<never> {}

/** For clouds without security groups: there are none to see, and making or naming one fails with `unsupported` and the reason. */
export const noSecurityGroups = (why: string): SecurityGroupDriver => {
  const refuse = async (): Promise<never> => {
    throw new CloudError('unsupported', `this cloud has no security groups (${why})`)
  }
  return { create: refuse, list: nothing, get: refuse, addRule: refuse, removeRule: refuse, delete: refuse }
}
