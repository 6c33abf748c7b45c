import { expect, test } from 'vitest'
import type { ZodType } from 'zod'
import { quotaSetUpdate } from './block-storage/quota-requests.ts'
import { transferCreate } from './block-storage/transfer-requests.ts'
import { serverActions } from './compute/server-action.ts'
import {
  applicationCredentialCreate,
  projectCreate,
  projectUpdate,
  roleCreate,
  userUpdate,
} from './identity/resources.ts'
import { subnetPoolCreate } from './network/subnet-pool.ts'

const uuid = '11111111-2222-4333-8444-555555555555'

test.each<{ schema: ZodType; body: object; refused: object; upstream: string }>([
  {
    schema: projectCreate,
    body: { project: { name: 'p' } },
    refused: { project: { name: 'p' }, more: 1 },
    upstream: 'keystone keystone/resource/schema.py project_create_request_body',
  },
  {
    schema: projectUpdate,
    body: { project: { name: 'p' } },
    refused: { project: {} },
    upstream: 'keystone keystone/resource/schema.py project_update',
  },
  {
    schema: userUpdate,
    body: { user: { enabled: false } },
    refused: { user: {} },
    upstream: 'keystone keystone/identity/schema.py user_update_request',
  },
  {
    schema: roleCreate,
    body: { role: { name: 'r' } },
    refused: { role: { name: 'r' }, more: 1 },
    upstream: 'keystone keystone/assignment/schema.py role_create_request_body',
  },
  {
    schema: applicationCredentialCreate,
    body: { application_credential: { name: 'c' } },
    refused: { application_credential: { name: 'c' }, more: 1 },
    upstream: 'keystone keystone/application_credential/schema.py',
  },
  {
    schema: subnetPoolCreate,
    body: { prefixes: ['198.19.0.0/16'], min_prefixlen: 24 },
    refused: { prefixes: ['198.19.0.0/16'], min_prefixlen: -2 },
    upstream: 'neutron-lib neutron_lib/api/definitions/subnetpool.py type:non_negative',
  },
  {
    schema: serverActions['os-getConsoleOutput'],
    body: { 'os-getConsoleOutput': {} },
    refused: { 'os-getConsoleOutput': null },
    upstream: 'nova nova/api/openstack/compute/schemas/console_output.py',
  },
  {
    schema: quotaSetUpdate,
    body: { quota_set: { volumes: 1 } },
    refused: { quota_set: {} },
    upstream: 'cinder cinder/api/schemas/quotas.py update',
  },
  {
    schema: transferCreate,
    body: { transfer: { volume_id: uuid, name: ' n ' } },
    refused: { transfer: { volume_id: uuid, name: ' ' } },
    upstream: 'cinder cinder/api/validation/validators.py name_skip_leading_trailing_spaces',
  },
])('$refused is refused, as $upstream has it', ({ schema, body, refused }) => {
  expect(schema.safeParse(body).success).toBe(true)
  expect(schema.safeParse(refused).success).toBe(false)
})
