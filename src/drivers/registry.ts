import type { CloudDriver } from '../cloud/driver.ts'
import type { AwsOptions } from './aws/open-aws-driver.ts'
import type { OpenStackDriverOptions } from './openstack/open-openstack-driver.ts'
import type { World } from './simulated/simulated-cloud.ts'
import type { SimulatedOptions } from './simulated/simulated-options.ts'

/** Which kind of cloud to open, and what that kind is opened with. */
export type DriverChoice =
  | { readonly kind: 'openstack'; readonly options: OpenStackDriverOptions }
  | { readonly kind: 'aws'; readonly options: AwsOptions }
  | { readonly kind: 'simulated'; readonly options: SimulatedOptions; readonly world: World }

/** Opens a cloud. Its driver, and whatever SDK that needs, is loaded now and not before. */
export const openDriver = async (choice: DriverChoice): Promise<CloudDriver> => {
  switch (choice.kind) {
    case 'openstack': {
      const { openOpenStackDriver } = await import('./openstack/open-openstack-driver.ts')
      return openOpenStackDriver(choice.options)
    }
    case 'aws': {
      const { openAwsDriver } = await import('./aws/open-aws-driver.ts')
      return openAwsDriver(choice.options)
    }
    case 'simulated': {
      const { openSimulatedDriver } = await import('./simulated/open-simulated-driver.ts')
      return openSimulatedDriver(choice.options, choice.world)
    }
  }
}
