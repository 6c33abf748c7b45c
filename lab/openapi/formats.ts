import { isIP } from 'node:net'

type Check = (text: string) => boolean

const uuidLike: Check = (text) =>
  /^[0-9a-f]{32}$/i.test(text.replace(/^urn:/, '').replace('uuid:', '').replaceAll(/[-{}]/g, ''))

/**
 * The formats of the descriptions, as OpenStack's own checkers have them: UUIDs with or without hyphens, times with or without an offset (openstack/nova
 * `nova/api/validation/validators.py`, openstack/cinder `cinder/api/validation/validators.py`). Those of Cinder that are names of its own functions and
 * say nothing of an answer's text are `true`, which takes everything.
 */
export const formats: Readonly<Record<string, Check | true>> = {
  uuid: uuidLike,
  'date-time': (text) => /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:?\d\d)?$/.test(text),
  date: (text) => /^\d{4}-\d\d-\d\d$/.test(text),
  uri: (text) => URL.canParse(text),
  url: (text) => URL.canParse(text),
  ipv4: (text) => isIP(text) === 4,
  ipv6: (text) => isIP(text) === 6,
  cidr: (text) => /^[^/]+\/\d{1,3}$/.test(text) && isIP(text.slice(0, text.indexOf('/'))) > 0,
  'mac-address': (text) => /^([0-9a-f]{2}:){5}[0-9a-f]{2}$/i.test(text),
  base64: (text) => /^[A-Za-z0-9+/\s]*={0,2}\s*$/.test(text),
  regex: (text) => {
    try {
      new RegExp(text)
      return true
    } catch {
      return false
    }
  },
  hostname: (text) =>
    text === '' || /^[a-z0-9_]([a-z0-9_-]*[a-z0-9_])?(\.[a-z0-9_]([a-z0-9_-]*[a-z0-9_])?)*\.?$/i.test(text),
  name: notBlank,
  name_with_leading_trailing_spaces: notBlank,
  az_name: notBlank,
  az_name_with_leading_trailing_spaces: notBlank,
  name_skip_leading_trailing_spaces: notBlank,
  availability_zone: true,
  backup_status: true,
  binary: true,
  description_non_mandatory_remove_white_spaces: true,
  disabled_reason: true,
  group_snapshot_status: true,
  group_status: true,
  group_type: true,
  int64: true,
  key_size: true,
  level: true,
  mysql_text: true,
  name_non_mandatory_remove_white_spaces: true,
  password: true,
  progress: true,
  quota_class_set: true,
  quota_set: true,
  'RFC 6902': true,
  secret: true,
  snapshot_status: true,
  string: true,
  uint32: true,
  uint64: true,
  validate_volume_reset_body: true,
  volume_attach_status: true,
  volume_migration_status: true,
  volume_status: true,
  xml: true,
}

function notBlank(text: string): boolean {
  return text.trim() !== ''
}
