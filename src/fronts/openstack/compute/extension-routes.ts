import { CloudError } from '../../../model/cloud-error.ts'
import type { ComputeRoutes } from './compute-routes.ts'

/** The extensions of Nova's second version that are part of it now and that this front serves, by alias. */
const extensions: Readonly<Record<string, string>> = {
  'os-availability-zone': 'AvailabilityZone',
  'os-config-drive': 'ConfigDrive',
  'os-console-output': 'ConsoleOutput',
  'os-extended-availability-zone': 'ExtendedAvailabilityZone',
  'os-extended-server-attributes': 'ExtendedServerAttributes',
  'os-extended-status': 'ExtendedStatus',
  'os-extended-volumes': 'ExtendedVolumes',
  'os-attach-interfaces': 'AttachInterfaces',
  'os-instance-actions': 'InstanceActions',
  'os-keypairs': 'Keypairs',
  'os-lock-server': 'LockServer',
  'os-multiple-create': 'MultipleCreate',
  'os-quota-sets': 'Quotas',
  'os-security-groups': 'SecurityGroups',
  'os-server-groups': 'ServerGroups',
  'os-server-start-stop': 'ServerStartStop',
  'os-simple-tenant-usage': 'SimpleTenantUsage',
  'os-user-data': 'UserData',
  'os-volumes': 'Volumes',
}

/** `/extensions`: extensions ended with microversions, and old clients still ask for them. */
export const mountExtensionRoutes = (routes: ComputeRoutes): void => {
  const view = ([alias, name]: readonly [string, string]) => ({
    alias,
    name,
    description: '',
    links: [],
    namespace: 'http://docs.openstack.org/compute/ext/fake_xml',
    updated: '2014-12-03T00:00:00Z',
  })
  routes.get('/extensions', { policy: 'os_compute_api:extensions' }, (call) =>
    call.json({ extensions: Object.entries(extensions).map(view) }),
  )
  routes.get('/extensions/:alias', { policy: 'os_compute_api:extensions' }, (call) => {
    const alias = call.param('alias')
    const name = Object.hasOwn(extensions, alias) ? extensions[alias] : undefined
    if (name === undefined) throw new CloudError('not_found', 'The resource could not be found.')
    return call.json({ extension: view([alias, name]) })
  })
}
