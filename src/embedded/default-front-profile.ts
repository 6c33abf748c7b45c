import type { FrontProfile } from '../fronts/openstack/kernel/front-profile.ts'

/** An OpenStack as its projects ship it, with the services' own default quotas (nova, neutron and cinder `conf`). */
export const defaultFrontProfile: Omit<FrontProfile, 'name'> = {
  region: 'RegionOne',
  domain: { id: 'default', name: 'Default' },
  tokenSeconds: 3600,
  pageLimit: 1000,
  quotas: {
    compute: {
      instances: 100,
      cores: 200,
      ram: 512_000,
      key_pairs: 100,
      metadata_items: 128,
      server_groups: 10,
      server_group_members: 10,
      injected_files: 5,
      injected_file_content_bytes: 10_240,
      injected_file_path_bytes: 255,
    },
    network: {
      network: 100,
      subnet: 100,
      subnetpool: -1,
      port: 500,
      router: 10,
      floatingip: 50,
      security_group: 100,
      security_group_rule: 1000,
      rbac_policy: 10,
    },
    volume: {
      volumes: 100,
      snapshots: 100,
      gigabytes: 10_000,
      per_volume_gigabytes: -1,
      backups: 10,
      backup_gigabytes: 1000,
      groups: 10,
    },
  },
  imageFormats: ['raw', 'qcow2', 'vmdk', 'vhd', 'vhdx', 'vdi', 'iso', 'ami', 'aki', 'ari', 'ploop'],
  withoutExtensions: [],
  maxMicroversions: {},
}
