/** Seconds since the epoch with five decimals, as `X-Timestamp` has them (openstack/swift `swift/common/utils/timestamp.py`). */
export const swiftTimestamp = (milliseconds: number): string => (milliseconds / 1000).toFixed(5).padStart(16, '0')

/** A moment as listings write it: UTC, microseconds, no zone, such as `2026-01-31T12:00:00.123000`. */
export const listingTime = (milliseconds: number): string => new Date(milliseconds).toISOString().replace('Z', '000')

/** A moment as HTTP writes it, up to the next whole second, as Swift rounds. */
export const httpDate = (milliseconds: number): string => new Date(Math.ceil(milliseconds / 1000) * 1000).toUTCString()
