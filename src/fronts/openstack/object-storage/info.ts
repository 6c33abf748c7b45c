import { storagePolicy } from './container-settings.ts'
import { archiveFormats } from './extract-archive.ts'
import { bulkLimits, largeObjectLimits, limits } from './limits.ts'
import { tempUrlDigests, tempUrlMethods } from './temp-url.ts'

/** What `GET /info` tells: what is here and nothing else (openstack/swift `swift/proxy/controllers/info.py`). */
export const info = {
  swift: {
    version: '2.36.0',
    strict_cors_mode: true,
    policies: [{ name: storagePolicy, aliases: storagePolicy, default: true }],
    allow_account_management: false,
    account_autocreate: true,
    allow_open_expired: false,
    valid_api_versions: ['v1'],
    extra_header_count: 0,
    ...limits,
  },
  slo: { ...largeObjectLimits, yield_frequency: 10, allow_async_delete: false },
  dlo: {},
  tempurl: {
    methods: tempUrlMethods,
    incoming_remove_headers: [],
    incoming_allow_headers: [],
    outgoing_remove_headers: ['x-object-meta-*'],
    outgoing_allow_headers: ['x-object-meta-public-*'],
    allowed_digests: tempUrlDigests,
    deprecated_digests: ['sha1'],
  },
  bulk_upload: {
    max_containers_per_extraction: bulkLimits.max_containers_per_extraction,
    max_failed_extractions: bulkLimits.max_failed_extractions,
    formats: archiveFormats,
  },
  bulk_delete: {
    max_deletes_per_request: bulkLimits.max_deletes_per_request,
    max_failed_deletes: bulkLimits.max_failed_deletes,
  },
  versioned_writes: { allowed_flags: ['x-versions-location', 'x-history-location'] },
  account_quotas: {},
  container_quotas: {},
} as const
