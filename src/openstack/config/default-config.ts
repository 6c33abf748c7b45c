import type { ConfigValue } from './traced.ts'

/** What holds for every cloud that says nothing else. Source: openstack/openstacksdk openstack/config/defaults.json and defaults.py. */
export const defaultConfig: Readonly<Record<string, ConfigValue>> = {
  api_timeout: null,
  verify: true,
  cacert: null,
  cert: null,
  key: null,
  auth_type: 'password',
  baremetal_status_code_retries: 5,
  baremetal_introspection_status_code_retries: 5,
  image_status_code_retries: 5,
  disable_vendor_agent: {},
  interface: 'public',
  floating_ip_source: 'neutron',
  image_api_use_tasks: false,
  image_format: 'qcow2',
  message: '',
  network_api_version: '2',
  object_store_api_version: '1',
  secgroup_source: 'neutron',
  status: 'active',
}
