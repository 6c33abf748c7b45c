const extension = (alias: string, name: string, description: string, updated: string) => ({
  alias,
  name,
  description,
  updated,
  links: [],
})

/** The extensions whose calls are served (openstack/cinder `cinder/api/contrib`). */
export const cinderExtensions = [
  extension(
    'os-vol-tenant-attr',
    'VolumeTenantAttribute',
    'Expose the internal project_id as an attribute of a volume.',
    '2011-11-03T00:00:00+00:00',
  ),
  extension(
    'os-vol-host-attr',
    'VolumeHostAttribute',
    'Expose host as an attribute of a volume.',
    '2011-11-03T00:00:00+00:00',
  ),
  extension(
    'os-vol-mig-status-attr',
    'VolumeMigStatusAttribute',
    'Expose migration_status as an attribute of a volume.',
    '2013-08-08T00:00:00+00:00',
  ),
  extension(
    'os-vol-image-meta',
    'VolumeImageMetadata',
    'Show image metadata associated with the volume.',
    '2012-12-07T00:00:00+00:00',
  ),
  extension(
    'os-extended-snapshot-attributes',
    'ExtendedSnapshotAttributes',
    'Extended SnapshotAttributes support.',
    '2012-06-19T00:00:00+00:00',
  ),
  extension('os-volume-actions', 'VolumeActions', 'Enable volume actions.', '2012-05-31T00:00:00+00:00'),
  extension('os-admin-actions', 'AdminActions', 'Enable admin actions.', '2012-08-25T00:00:00+00:00'),
  extension('os-volume-transfer', 'VolumeTransfer', 'Volume transfer management support.', '2013-05-29T00:00:00+00:00'),
  extension('os-volume-type-access', 'VolumeTypeAccess', 'Volume type access support.', '2014-06-26T00:00:00Z'),
  extension('os-types-extra-specs', 'TypesExtraSpecs', 'Type extra specs support.', '2011-08-24T00:00:00+00:00'),
  extension('os-quota-sets', 'Quotas', 'Quota management support.', '2011-08-08T00:00:00+00:00'),
  extension('os-quota-class-sets', 'QuotaClasses', 'Quota classes management support.', '2012-03-12T00:00:00+00:00'),
  extension(
    'os-used-limits',
    'UsedLimits',
    'Provide data on limited resources that are being used.',
    '2013-10-03T00:00:00+00:00',
  ),
  extension('os-availability-zone', 'AvailabilityZones', 'Describe Availability Zones.', '2013-06-27T00:00:00+00:00'),
  extension('os-hosts', 'Hosts', 'Admin-only host administration.', '2011-06-29T00:00:00+00:00'),
  extension('os-services', 'Services', 'Services support.', '2012-10-28T00:00:00-00:00'),
  extension('scheduler-stats', 'Scheduler_stats', 'Scheduler stats support.', '2014-09-07T00:00:00+00:00'),
] as const
