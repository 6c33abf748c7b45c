import { swiftRefusal } from './swift-refusal.ts'
import { isTrue, type SwiftRequest } from './swift-request.ts'

/** What part of a list is asked for. */
export interface ListingRequest {
  readonly limit: number
  /** Only names after this one, in the order that is asked for. */
  readonly marker: string
  /** Only names before this one, in that order. */
  readonly endMarker: string
  readonly prefix: string
  readonly delimiter: string
  /** Only what lies directly in this pseudo folder; takes the place of prefix and delimiter. */
  readonly path: string | undefined
  readonly reverse: boolean
}

/** Reads the query of a listing. Throws 412 for more at once than may be (openstack/swift `swift/common/request_helpers.py`, `constrain_req_limit`). */
export const listingRequest = ({ query }: SwiftRequest, most: number): ListingRequest => {
  const limit = query.get('limit') ?? ''
  const asked = /^\d+$/.test(limit) ? Number(limit) : most
  if (asked > most) throw swiftRefusal(412, `Maximum limit is ${most}`)
  return {
    limit: asked,
    marker: query.get('marker') ?? '',
    endMarker: query.get('end_marker') ?? '',
    prefix: query.get('prefix') ?? '',
    delimiter: query.get('delimiter') ?? '',
    path: query.get('path') ?? undefined,
    reverse: isTrue(query.get('reverse')),
  }
}
