/** What is taken at most: Swift's own defaults (openstack/swift `swift/common/constraints.py`), told by `/info` under the same names. */
export const limits = {
  max_file_size: 5_368_709_122,
  max_meta_name_length: 128,
  max_meta_value_length: 256,
  max_meta_count: 90,
  max_meta_overall_size: 4096,
  max_header_size: 8192,
  max_request_line: 8192,
  max_object_name_length: 1024,
  container_listing_limit: 10_000,
  account_listing_limit: 10_000,
  max_account_name_length: 256,
  max_container_name_length: 256,
} as const

/** Of static large objects (openstack/swift `swift/common/middleware/slo.py`). */
export const largeObjectLimits = {
  max_manifest_segments: 1000,
  max_manifest_size: 8_388_608,
  min_segment_size: 1,
} as const

/** Of bulk requests (openstack/swift `swift/common/middleware/bulk.py`). */
export const bulkLimits = {
  max_containers_per_extraction: 10_000,
  max_failed_extractions: 1000,
  max_deletes_per_request: 10_000,
  max_failed_deletes: 1000,
} as const
