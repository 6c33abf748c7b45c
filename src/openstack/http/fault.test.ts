import { expect, it } from 'vitest'
import type { ErrorCode } from '../../model/cloud-error.ts'
import { faultOf } from './fault.ts'
import { parseRetryAfter } from './retry-after.ts'

const json = (body: unknown) => JSON.stringify(body)

/** Each as the service named writes it. */
const cases: ReadonlyArray<readonly [string, number, string, ErrorCode, string, string | undefined]> = [
  [
    'nova',
    404,
    json({ itemNotFound: { code: 404, message: 'Instance x could not be found.' } }),
    'not_found',
    'Instance x could not be found.',
    'itemNotFound',
  ],
  [
    'nova conflict',
    409,
    json({ conflictingRequest: { code: 409, message: "Cannot 'stop' instance x" } }),
    'conflict',
    "Cannot 'stop' instance x",
    'conflictingRequest',
  ],
  [
    'nova key pair',
    409,
    json({ conflictingRequest: { code: 409, message: "Key pair 'k' already exists." } }),
    'already_exists',
    "Key pair 'k' already exists.",
    'conflictingRequest',
  ],
  [
    'nova quota',
    403,
    json({
      forbidden: {
        code: 403,
        message: 'Quota exceeded for instances: Requested 1, but already used 10 of 10 instances',
      },
    }),
    'quota_exceeded',
    'Quota exceeded for instances: Requested 1, but already used 10 of 10 instances',
    'forbidden',
  ],
  [
    'nova room',
    400,
    json({ badRequest: { code: 400, message: 'No valid host was found. No valid host found for resize' } }),
    'no_capacity',
    'No valid host was found. No valid host found for resize',
    'badRequest',
  ],
  [
    'neutron',
    409,
    json({ NeutronError: { type: 'NetworkInUse', message: 'Unable to complete operation on network x.', detail: '' } }),
    'conflict',
    'Unable to complete operation on network x.',
    'NetworkInUse',
  ],
  [
    'neutron quota',
    409,
    json({ NeutronError: { type: 'OverQuota', message: "Quota exceeded for resources: ['router'].", detail: '' } }),
    'quota_exceeded',
    "Quota exceeded for resources: ['router'].",
    'OverQuota',
  ],
  [
    'neutron addresses',
    409,
    json({ NeutronError: { type: 'IpAddressGenerationFailure', message: 'No more IP addresses', detail: '' } }),
    'no_capacity',
    'No more IP addresses',
    'IpAddressGenerationFailure',
  ],
  [
    'neutron text',
    500,
    json({ NeutronError: 'Request Failed: internal server error' }),
    'internal',
    'Request Failed: internal server error',
    undefined,
  ],
  [
    'cinder quota',
    413,
    json({
      overLimit: {
        code: 413,
        message: "VolumeLimitExceeded: Maximum number of volumes allowed (10) exceeded for quota 'volumes'.",
        retryAfter: '0',
      },
    }),
    'quota_exceeded',
    "VolumeLimitExceeded: Maximum number of volumes allowed (10) exceeded for quota 'volumes'.",
    'overLimit',
  ],
  [
    'keystone',
    401,
    json({
      error: { code: 401, message: 'The request you have made requires authentication.', title: 'Unauthorized' },
    }),
    'unauthenticated',
    'The request you have made requires authentication.',
    'Unauthorized',
  ],
  [
    'placement',
    409,
    json({
      errors: [
        {
          status: 409,
          title: 'Conflict',
          detail: 'Inventory in use',
          code: 'placement.inventory.inuse',
          request_id: 'req-p',
        },
      ],
    }),
    'conflict',
    'Inventory in use',
    'placement.inventory.inuse',
  ],
  [
    'glance',
    403,
    '<html><head><title>403 Forbidden</title></head><body><h1>403 Forbidden</h1>You are not allowed &quot;x&quot;.<br /><br /></body></html>',
    'forbidden',
    'You are not allowed "x".',
    undefined,
  ],
  [
    'glance JSON',
    404,
    json({ message: 'No image found<br /><br />', code: '404 Not Found', title: 'Not Found' }),
    'not_found',
    'No image found<br /><br />',
    'Not Found',
  ],
  [
    'a proxy',
    502,
    '<html><head><title>502 Bad Gateway</title></head><body><center><h1>502 Bad Gateway</h1></center></body></html>',
    'unavailable',
    '502 Bad Gateway',
    undefined,
  ],
  ['nothing', 504, '', 'timeout', 'answered with status 504', undefined],
  ['a large body', 413, 'Request Entity Too Large', 'too_large', 'Request Entity Too Large', undefined],
]

it.each(cases)('reads what %s says', (_name, status, text, code, sentence, reason) => {
  const reply = { status, text, headers: new Headers({ 'x-openstack-request-id': 'req-1' }) }
  const error = faultOf(reply, 'service', 0)
  expect({ code: error.code, message: error.message, reason: error.reason, requestId: error.requestId }).toEqual({
    code,
    message: `service: ${sentence}`,
    reason,
    requestId: 'req-1',
  })
})

it('reads when to come back, from the header or the body', () => {
  const headers = new Headers({ 'retry-after': '3' })
  expect(faultOf({ status: 429, text: '', headers }, 's', 0).retryAfterMs).toBe(3000)
  const body = json({ overLimit: { code: 413, message: 'This request was rate-limited.', retryAfter: '5' } })
  expect(faultOf({ status: 413, text: body, headers: new Headers() }, 's', 0)).toMatchObject({
    code: 'rate_limited',
    retryAfterMs: 5000,
  })
})

it.each([
  ['120', 120_000],
  ['Thu, 01 Jan 2026 00:01:00 GMT', 60_000],
  ['Wed, 31 Dec 2025 00:00:00 GMT', 0],
  ['soon', undefined],
  [null, undefined],
])('takes Retry-After: %s', (value, expected) => {
  expect(parseRetryAfter(value, Date.UTC(2026, 0, 1))).toBe(expected)
})
